// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.server;

import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.Text;
import dev.gantry.settings.InvalidSettingsException;
import dev.gantry.settings.MalformedKeyException;
import dev.gantry.settings.Origin;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.ListValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingValue.StringValue;
import dev.gantry.settings.SettingsJson;
import dev.gantry.settings.SettingsTree;
import dev.gantry.settings.input.BoundSettings;
import dev.gantry.settings.input.DocumentFormat;
import dev.gantry.settings.input.InputLimits;
import dev.gantry.settings.input.SettingsBinder;
import dev.gantry.settings.input.SettingsDocument;
import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.SettingType;
import dev.gantry.settings.schema.SettingsModel;
import dev.gantry.settings.store.SettingsEdit;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Makes edits of the bodies of requests. */
final class Bodies {
  private static final String BODY = "request";

  private final SettingsModel model;
  private final SettingsBinder binder;

  Bodies(SettingsModel model, Profile profile) {
    this.model = model;
    this.binder = SettingsBinder.of(model, profile);
  }

  /** Reads settings; nulls unset. */
  SettingsEdit patch(String json) throws LimitExceededException, InvalidSettingsException {
    return edit(bind(json, binder.forPatches()));
  }

  /** Checks settings, over those that are there, without keeping them. */
  BoundSettings check(String text, DocumentFormat format, SettingsTree weaker)
      throws LimitExceededException {
    SettingsDocument document = SettingsDocument.parse(BODY, format, text, InputLimits.defaults());
    SettingsBinder over = binder.over(weaker);
    return document.root().entry("settings").isPresent()
        ? over.bindUserData(document)
        : over.bindSettings(document);
  }

  private static BoundSettings bind(String json, SettingsBinder with)
      throws LimitExceededException {
    return with.bindSettings(
        SettingsDocument.parse(BODY, DocumentFormat.JSON, json, InputLimits.defaults()));
  }

  private static SettingsEdit edit(BoundSettings bound) throws InvalidSettingsException {
    Function<SettingKey, Origin> origins =
        key -> bound.span(key).map(Origin::of).orElse(Origin.of(BODY));
    SettingsEdit edit = SettingsEdit.ofApi();
    for (SettingKey key : bound.unset()) {
      edit = edit.unset(key);
    }
    return edit.set(bound.validTree(), origins);
  }

  /** Reads keys and values with {@code =} between; the model says what kinds the values are. */
  SettingsEdit pairs(String json)
      throws MalformedDataException,
          MalformedKeyException,
          LimitExceededException,
          InvalidSettingsException,
          BadRequestException {
    MapValue body = SettingsJson.readMap(BODY, json);
    if (!(body.entries().get("request_payload") instanceof ListValue pairs)) {
      throw new BadRequestException(400, "request_payload is not a list of 'key=value'");
    }
    TreeMap<SettingKey, SettingValue> values = new TreeMap<>();
    for (SettingValue item : pairs.items()) {
      String pair = item instanceof StringValue text ? text.value() : "";
      int equals = pair.indexOf('=');
      if (equals < 0) {
        throw new BadRequestException(400, "Not 'key=value': " + Text.quote(pair));
      }
      SettingKey key = Parameters.key(pair.substring(0, equals));
      values.put(key, guess(key, pair.substring(equals + 1)));
    }
    return edit(bind(SettingsJson.write(SettingsTree.ofValues(values).toMap()), binder));
  }

  private SettingValue guess(SettingKey key, String text) {
    Optional<SettingType> type = model.place(key).map(SettingsModel.Place::type);
    boolean isText =
        type.isPresent()
            && (type.get() instanceof SettingType.StringType
                || type.get() instanceof ScalarType<?>);
    if (isText) {
      return SettingValue.of(text);
    }
    if (text.equals("true") || text.equals("false")) {
      return SettingValue.of(Boolean.parseBoolean(text));
    }
    if (text.matches("-?(0|[1-9][0-9]{0,18})(\\.[0-9]{1,30})?")) {
      return new SettingValue.NumberValue(new BigDecimal(text));
    }
    return SettingValue.of(text);
  }
}
