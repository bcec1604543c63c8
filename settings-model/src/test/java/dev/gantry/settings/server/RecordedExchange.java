// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.server;

import dev.gantry.core.MalformedDataException;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.ListValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingValue.NumberValue;
import dev.gantry.settings.SettingValue.StringValue;
import dev.gantry.settings.SettingsJson;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A request and what Bottlerocket's apiserver answered.
 *
 * @param number its place in the recording, from 0
 * @param method the method
 * @param target path and query, as they were sent
 * @param body the body, empty if there was none
 * @param bodyBytes how large the body was made with spaces behind it, 0 if it was not
 * @param answer what was answered
 */
record RecordedExchange(
    int number, String method, String target, String body, int bodyBytes, ApiResponse answer) {

  static List<RecordedExchange> all() throws IOException {
    SettingValue list = json("upstream-exchanges.json");
    List<RecordedExchange> all = new ArrayList<>();
    for (SettingValue each : ((ListValue) list).items()) {
      Map<String, SettingValue> members = ((MapValue) each).entries();
      int bytes =
          members.get("body-bytes") instanceof NumberValue number
              ? number.value().intValueExact()
              : 0;
      int status = ((NumberValue) Objects.requireNonNull(members.get("status"))).value().intValue();
      all.add(
          new RecordedExchange(
              all.size(),
              text(members, "method"),
              text(members, "target"),
              text(members, "body"),
              bytes,
              new ApiResponse(status, text(members, "type"), text(members, "answer"))));
    }
    return all;
  }

  static SettingValue json(String resource) throws IOException {
    try (InputStream in = RecordedExchange.class.getResourceAsStream(resource)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return SettingsJson.read(resource, text).orElseThrow();
    }
  }

  static String text(Map<String, SettingValue> members, String name) {
    return members.get(name) instanceof StringValue text ? text.value() : "";
  }

  String path() {
    int query = target.indexOf('?');
    return decoded((query < 0 ? target : target.substring(0, query)).replace("+", "%2B"));
  }

  /** The request as a server of ours would hand it over. */
  ApiRequest request() {
    Map<String, String> query = new TreeMap<>();
    int start = target.indexOf('?');
    if (start >= 0) {
      for (String pair : target.substring(start + 1).split("&", -1)) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        if (!pair.isEmpty()) {
          query.put(decoded(name), equals < 0 ? "" : decoded(pair.substring(equals + 1)));
        }
      }
    }
    return new ApiRequest(method, path(), query, sentBody(), "");
  }

  /** Whether there was a body, be it empty. */
  boolean hasBody() {
    return !body.isEmpty() || path().matches("/settings(/keypair)?|/actions/ephemeral-storage/.*");
  }

  String sentBody() {
    return body + " ".repeat(Math.max(0, bodyBytes - body.getBytes(StandardCharsets.UTF_8).length));
  }

  /** Percent signs without two digits stand for themselves, as they do in browsers. */
  private static String decoded(String text) {
    return URLDecoder.decode(text.replaceAll("%(?![0-9A-Fa-f]{2})", "%25"), StandardCharsets.UTF_8);
  }

  /** Whether an answer says the same; order in sets, spaces in JSON and line ends do not count. */
  boolean means(ApiResponse other) throws MalformedDataException {
    if (answer.contentType().equals("application/json")) {
      return other.contentType().equals("application/json")
          && meaning(answer.body()).equals(meaning(other.body()));
    }
    return answer.body().lines().sorted().toList().equals(other.body().lines().sorted().toList());
  }

  private static SettingValue meaning(String json) throws MalformedDataException {
    if (json.startsWith("{")) {
      return SettingsJson.readMapWithNulls("answer", json).map();
    }
    SettingValue value = SettingsJson.read("answer", json).orElse(MapValue.EMPTY);
    if (value instanceof ListValue list) {
      List<SettingValue> sorted = new ArrayList<>(list.items());
      sorted.sort(Comparator.comparing(SettingsJson::write));
      return new ListValue(sorted);
    }
    return value;
  }

  @Override
  public String toString() {
    String sent = body.length() > 160 ? body.substring(0, 160) + "..." : body;
    return "#" + number + " " + method + " " + target + " " + sent;
  }
}
