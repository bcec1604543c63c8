// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.core.GantryException;
import dev.gantry.core.MalformedDataException;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class CommonFieldsTest {
  private static CommonFields parse(ObjectNode signed) throws GantryException {
    return CommonFields.parse(Fields.of(signed, "test", "signed"));
  }

  private static ObjectNode valid() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("spec_version", "1.0.34")
        .put("version", 7)
        .put("expires", "2030-01-01T00:00:00Z");
  }

  @ParameterizedTest
  @CsvSource({
    "2030-01-01T00:00:00Z, 2030-01-01T00:00:00Z",
    "2021-12-18T13:28:12.99008-06:00, 2021-12-18T19:28:12.990080Z",
    "2022-05-11T19:09:02.663975009Z, 2022-05-11T19:09:02.663975009Z",
    "9999-12-31T23:59:59Z, 9999-12-31T23:59:59Z",
    "0001-01-01T00:00:00+14:00, 0000-12-31T10:00:00Z",
  })
  void spec_4_2_1_readsTheFormsThatProductionRepositoriesHold(String text, Instant expected)
      throws GantryException {
    assertEquals(expected, parse(valid().put("expires", text)).expires());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2030-01-01",
        "2030-01-01T00:00:00",
        "2030-01-01T00:00Z",
        "2030-13-01T00:00:00Z",
        "2030-02-30T00:00:00Z",
        "2030-01-01T24:00:01Z",
        "2030-01-01T00:00:60Z",
        "2030-01-01 00:00:00Z",
        "2030-01-01t00:00:00z",
        "2030-01-01T00:00:00.Z",
        "2030-01-01T00:00:00.1234567890Z",
        "2030-01-01T00:00:00+25:00",
        "+12030-01-01T00:00:00Z",
        "-2030-01-01T00:00:00Z",
        "2030-01-01T00:00:00Z\n",
        "٢030-01-01T00:00:00Z"
      })
  void spec_4_2_1_refusesOtherTimes(String text) {
    MalformedDataException e =
        assertThrows(MalformedDataException.class, () -> parse(valid().put("expires", text)));
    assertEquals("signed.expires", e.field());
    assertEquals("test", e.source());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void versionsStartAtOne(long version) {
    MalformedDataException e =
        assertThrows(MalformedDataException.class, () -> parse(valid().put("version", version)));
    assertEquals("signed.version", e.field());
    assertEquals(Long.toString(version), e.found());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0", "1.0.34", "1.99.1"})
  void everyVersionOneOfTheSpecificationIsRead(String version) throws GantryException {
    assertEquals(7, parse(valid().put("spec_version", version)).version());
  }
}
