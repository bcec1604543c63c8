// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.LimitExceededException;
import dev.gantry.settings.bottlerocket.BottlerocketModel;
import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.SettingsModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes are user data or violations, and what is shown of them never throws. */
public class UserDataFuzzTest {
  UserDataFuzzTest() {}

  static List<Path> seeds() {
    return FuzzSeeds.of(UserDataFuzzTest.class);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void seed(Path file) throws IOException {
    fuzzerTestOneInput(Files.readAllBytes(file));
  }

  private static final SettingsBinder BINDER =
      SettingsBinder.of(BottlerocketModel.model(), Profile.STRICT);

  /** Takes one input. */
  public static void fuzzerTestOneInput(byte[] input) {
    BoundSettings bound;
    try {
      bound =
          UserData.parse(
              "f", ByteBuffer.wrap(input), BINDER, InputLimits.defaults().withMaxBytes(1 << 16));
    } catch (LimitExceededException declared) {
      assertTrue(declared.requested() > declared.limit());
      return;
    }
    DocumentChecks.check(bound.document());
    SettingsModel model = BottlerocketModel.model();
    String shown =
        DiagnosticRenderer.of(model, List.of(bound.document())).render(bound.violations());
    assertEquals(shown.isEmpty(), bound.violations().isEmpty());
    ViolationReports.sarif(bound.violations(), "fuzz", "1");
    ViolationReports.problemJson(bound.violations(), 400);
    if (bound.violations().isEmpty()) {
      assertTrue(model.accepts(bound.tree().toMap(), Profile.COMPAT));
    }
  }
}
