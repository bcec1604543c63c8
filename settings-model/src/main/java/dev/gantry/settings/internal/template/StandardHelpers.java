// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.internal.template;

import dev.gantry.core.GantryException;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.template.HelperCall;
import dev.gantry.settings.template.HelperSignature;
import dev.gantry.settings.template.HelperSignature.Form;
import dev.gantry.settings.template.HelperSignature.Kind;
import dev.gantry.settings.template.HelperSignature.Missing;
import dev.gantry.settings.template.HelperSignature.Parameter;
import dev.gantry.settings.template.TemplateHelper;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** All helpers that Bottlerocket's templates may use. */
public final class StandardHelpers {
  /** Names of the blocks that the language itself has. */
  public static final Set<String> BLOCKS = Set.of("if", "unless", "each", "with");

  static final Set<Kind> ANY = EnumSet.allOf(Kind.class);
  static final Set<Kind> STRING = EnumSet.of(Kind.STRING);
  static final Set<Kind> NUMBER = EnumSet.of(Kind.NUMBER);
  static final Set<Kind> SCALAR = EnumSet.of(Kind.STRING, Kind.NUMBER, Kind.BOOLEAN);
  static final Set<Kind> SCALAR_OR_NOTHING =
      EnumSet.of(Kind.STRING, Kind.NUMBER, Kind.BOOLEAN, Kind.NOTHING);

  private StandardHelpers() {}

  /**
   * Returns the helpers.
   *
   * @return all of them
   */
  public static List<TemplateHelper> all() {
    List<TemplateHelper> all = new ArrayList<>();
    all.addAll(ComparisonHelpers.all());
    all.addAll(GeneralHelpers.all());
    all.addAll(AddressHelpers.all());
    all.addAll(NetworkHelpers.all());
    all.addAll(CloudHelpers.all());
    all.addAll(KubernetesHelpers.all());
    all.add(OciDefaultsHelper.helper());
    return all;
  }

  /** What a helper does. */
  interface Body {
    Optional<SettingValue> call(HelperCall call) throws GantryException;
  }

  /** What a helper that writes text does. */
  interface TextBody {
    String call(HelperCall call) throws GantryException;
  }

  static Parameter parameter(String name, Set<Kind> kinds) {
    return new Parameter(name, kinds);
  }

  static TemplateHelper text(
      String extension, String name, String description, TextBody body, Parameter... parameters) {
    return new Simple(
        new HelperSignature(
            extension, name, Form.TEXT, List.of(parameters), Missing.GIVEN, description),
        call -> Optional.of(SettingValue.of(body.call(call))));
  }

  static TemplateHelper value(
      String extension,
      String name,
      Missing missing,
      String description,
      Body body,
      Parameter... parameters) {
    return new Simple(
        new HelperSignature(extension, name, Form.VALUE, List.of(parameters), missing, description),
        body);
  }

  /** A helper without state. */
  record Simple(HelperSignature signature, Body body) implements TemplateHelper {
    @Override
    public Optional<SettingValue> call(HelperCall call) throws GantryException {
      return body.call(call);
    }
  }
}
