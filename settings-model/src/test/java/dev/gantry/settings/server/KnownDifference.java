// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.server;

import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.ListValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingValue.NumberValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Requests that we answer otherwise than Bottlerocket, on purpose.
 *
 * @param why the reason
 * @param method a pattern for the method, or empty for all
 * @param target a pattern for the target
 * @param body a pattern for the body, or empty for all
 * @param theirs their status, 0 for any
 * @param ours our status
 */
record KnownDifference(
    String why, String method, String target, String body, int theirs, int ours) {

  static List<KnownDifference> all() throws IOException {
    List<KnownDifference> all = new ArrayList<>();
    for (SettingValue each :
        ((ListValue) RecordedExchange.json("upstream-differences.json")).items()) {
      Map<String, SettingValue> members = ((MapValue) each).entries();
      all.add(
          new KnownDifference(
              RecordedExchange.text(members, "why"),
              RecordedExchange.text(members, "method"),
              RecordedExchange.text(members, "target"),
              RecordedExchange.text(members, "body"),
              status(members, "theirs"),
              status(members, "ours")));
    }
    return all;
  }

  private static int status(Map<String, SettingValue> members, String name) {
    return members.get(name) instanceof NumberValue number ? number.value().intValueExact() : -1;
  }

  boolean explains(RecordedExchange exchange, int their, int our) {
    return our == ours
        && (theirs == 0 || their == theirs)
        && exchange.target().matches(target)
        && (method.isEmpty() || exchange.method().matches(method))
        && (body.isEmpty() || exchange.body().matches(body));
  }
}
