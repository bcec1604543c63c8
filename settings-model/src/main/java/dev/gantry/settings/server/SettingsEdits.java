// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.server;

import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
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
import dev.gantry.settings.Violation;
import dev.gantry.settings.input.BoundSettings;
import dev.gantry.settings.input.DocumentFormat;
import dev.gantry.settings.input.InputLimits;
import dev.gantry.settings.input.SettingsBinder;
import dev.gantry.settings.input.SettingsDocument;
import dev.gantry.settings.input.ViolationCodes;
import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.ScalarType;
import dev.gantry.settings.schema.SettingType;
import dev.gantry.settings.schema.SettingsModel;
import dev.gantry.settings.store.SettingsEdit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Makes edits of what API clients and users of commands write. Single values are checked here,
 * rules across fields when the edits are committed. Immutable and safe for use by many threads.
 */
public final class SettingsEdits {
  private static final String BODY = "request";

  private final SettingsModel model;
  private final SettingsBinder binder;
  private final SettingsBinder checker;

  private SettingsEdits(SettingsModel model, Profile profile) {
    this.model = model;
    this.checker = SettingsBinder.of(model, profile);
    // What breaks a rule now may be put right before the commit, which is what the rules are for.
    SettingsModel withoutRules = SettingsModel.of(model.namespaces().values(), List.of());
    this.binder = SettingsBinder.of(withoutRules, profile);
  }

  /**
   * Returns what makes edits for a model.
   *
   * @param model what settings there may be
   * @param profile how strictly values are checked
   * @return the maker
   */
  public static SettingsEdits of(SettingsModel model, Profile profile) {
    return new SettingsEdits(model, profile);
  }

  /**
   * Reads settings in JSON, without {@code settings} around them.
   *
   * @param json an object; null unsets
   * @return an edit of the API's layer
   * @throws InvalidSettingsException if they break the model's rules, or a Bottlerocket data store
   *     could not hold a key, with all violations
   * @throws LimitExceededException if there is too much
   */
  public SettingsEdit patch(String json) throws LimitExceededException, InvalidSettingsException {
    BoundSettings bound = bind(json, binder.forPatches());
    return edit(bound, key -> bound.span(key).map(Origin::of).orElse(Origin.of(BODY)));
  }

  /** Checks settings, over those that are there, without keeping them. */
  BoundSettings check(String text, DocumentFormat format, SettingsTree weaker)
      throws LimitExceededException {
    SettingsDocument document = SettingsDocument.parse(BODY, format, text, InputLimits.defaults());
    SettingsBinder over = checker.over(weaker);
    return document.root().entry("settings").isPresent()
        ? over.bindUserData(document)
        : over.bindSettings(document);
  }

  private static BoundSettings bind(String json, SettingsBinder with)
      throws LimitExceededException {
    return with.bindSettings(
        SettingsDocument.parse(BODY, DocumentFormat.JSON, json, InputLimits.defaults()));
  }

  private static SettingsEdit edit(BoundSettings bound, Function<SettingKey, Origin> origins)
      throws InvalidSettingsException {
    List<Violation> violations = new ArrayList<>(bound.violations());
    for (SettingKey key : bound.tree().leaves().keySet()) {
      if (!SettingKey.of(Parameters.SETTINGS).resolve(key).isStorable()) {
        violations.add(
            Violation.of(
                    ViolationCodes.INVALID_NAME,
                    key,
                    "a Bottlerocket data store cannot hold this key; names have ASCII letters,"
                        + " digits, _, -, / and dots, and a key at most 255 characters in all")
                .at(origins.apply(key).place()));
      }
    }
    if (!violations.isEmpty()) {
      violations.sort(Violation.BY_PLACE);
      throw new InvalidSettingsException(violations);
    }
    SettingsEdit edit = SettingsEdit.ofApi();
    for (SettingKey key : bound.unset()) {
      edit = edit.unset(key);
    }
    return edit.set(bound.validTree(), origins);
  }

  /**
   * Reads keys and values with {@code =} between; the model says which kinds the values are.
   *
   * @param pairs for example {@code kernel.lockdown=integrity}, with or without {@code settings.}
   *     before it
   * @return an edit of the API's layer
   * @throws MalformedKeyException if a key is malformed
   * @throws InvalidSettingsException if a pair has no {@code =}, a key is there twice or below
   *     another, or they break the model's rules, with all violations; they have no places
   * @throws LimitExceededException if there is too much
   */
  public SettingsEdit pairs(List<String> pairs)
      throws MalformedKeyException, LimitExceededException, InvalidSettingsException {
    TreeMap<SettingKey, SettingValue> values = new TreeMap<>();
    List<Violation> wrong = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      String pair = pairs.get(i);
      int equals = pair.indexOf('=');
      if (equals < 0) {
        // The text is not shown, for it may be the value of a secret.
        wrong.add(
            Violation.of(
                "missing-equals",
                SettingKey.root(),
                "number " + (i + 1) + " of " + pairs.size() + " has no =, expected key=value"));
        continue;
      }
      SettingKey key = Parameters.key(pair.substring(0, equals));
      SettingValue value = guess(key, pair.substring(equals + 1));
      if (values.put(key, value) != null) {
        wrong.add(Violation.of("duplicate-key", key, "is there twice, expected it once"));
      }
    }
    for (SettingKey key : values.keySet()) {
      for (SettingKey at = key.parent(); !at.isRoot(); at = at.parent()) {
        if (values.containsKey(at)) {
          wrong.add(Violation.of("duplicate-key", key, "is there beside " + at + ", expected one"));
        }
      }
    }
    if (!wrong.isEmpty()) {
      throw new InvalidSettingsException(wrong);
    }
    BoundSettings bound = bind(SettingsJson.write(SettingsTree.ofValues(values).toMap()), binder);
    return edit(withoutPlaces(bound), key -> Origin.of(BODY));
  }

  /** Nobody wrote the document that pairs are made to, so places in it say nothing. */
  private static BoundSettings withoutPlaces(BoundSettings bound) throws InvalidSettingsException {
    if (!bound.violations().isEmpty()) {
      throw new InvalidSettingsException(
          bound.violations().stream().map(violation -> violation.at(null)).toList());
    }
    return bound;
  }

  /** Reads the body of {@code PATCH /settings/keypair}. */
  SettingsEdit pairs(String json)
      throws MalformedDataException,
          MalformedKeyException,
          LimitExceededException,
          InvalidSettingsException,
          BadRequestException {
    MapValue body = SettingsJson.readMap(BODY, json);
    if (!(body.entries().get("request_payload") instanceof ListValue list)) {
      throw new BadRequestException(400, "request_payload is not a list of 'key=value'");
    }
    List<String> pairs = new ArrayList<>();
    for (SettingValue item : list.items()) {
      pairs.add(item instanceof StringValue text ? text.value() : "");
    }
    return pairs(pairs);
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
