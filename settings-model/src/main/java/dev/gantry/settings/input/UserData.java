// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.input;

import dev.gantry.core.LimitExceededException;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.Violation;
import dev.gantry.settings.internal.document.Gzip;
import dev.gantry.settings.schema.Profile;
import dev.gantry.settings.schema.SettingsModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads user data as a host gets it: TOML with the table {@code settings}, or the same in JSON,
 * compressed by gzip or not. A document whose first character is a brace is JSON.
 */
public final class UserData {
  private UserData() {}

  /**
   * Reads user data within the {@linkplain InputLimits#defaults() default limits}.
   *
   * @param name name of the document for messages
   * @param bytes the user data; the buffer's position does not change
   * @param model what settings may be
   * @param profile how strictly values are checked
   * @return the settings and all that is wrong with them
   * @throws LimitExceededException if there are more bytes than the limits allow, before or after
   *     they are decompressed
   */
  public static BoundSettings parse(
      String name, ByteBuffer bytes, SettingsModel model, Profile profile)
      throws LimitExceededException {
    return parse(name, bytes, SettingsBinder.of(model, profile), InputLimits.defaults());
  }

  /**
   * Reads user data.
   *
   * @param name name of the document for messages
   * @param bytes the user data; the buffer's position does not change
   * @param binder checks it
   * @param limits how much it may ask for
   * @return the settings and all that is wrong with them
   * @throws LimitExceededException if there are more bytes than the limits allow, before or after
   *     they are decompressed
   */
  public static BoundSettings parse(
      String name, ByteBuffer bytes, SettingsBinder binder, InputLimits limits)
      throws LimitExceededException {
    LimitExceededException.check("size of " + name, limits.maxBytes(), bytes.remaining());
    ByteBuffer plain = bytes.duplicate();
    Optional<Violation> damaged = Optional.empty();
    if (Gzip.isGzip(bytes)) {
      try {
        plain = Gzip.decompress(name, bytes, limits.maxBytes());
      } catch (LimitExceededException e) {
        throw e;
      } catch (IOException e) {
        damaged =
            Optional.of(
                Violation.of(
                    ViolationCodes.MALFORMED_GZIP,
                    SettingKey.root(),
                    "the user data look like gzip and cannot be decompressed"));
        plain = ByteBuffer.allocate(0);
      }
    }
    SettingsDocument document = SettingsDocument.decode(name, format(plain), plain, limits);
    BoundSettings bound = binder.bindUserData(document);
    if (damaged.isEmpty()) {
      return bound;
    }
    List<Violation> all = new ArrayList<>(bound.violations());
    all.add(damaged.get());
    return bound.withViolations(all);
  }

  private static DocumentFormat format(ByteBuffer bytes) {
    for (int i = bytes.position(); i < bytes.limit(); i++) {
      int b = bytes.get(i) & 0xff;
      boolean mark = b == 0xef || b == 0xbb || b == 0xbf;
      if (!mark && b != ' ' && b != '\t' && b != '\r' && b != '\n') {
        return b == '{' ? DocumentFormat.JSON : DocumentFormat.TOML;
      }
    }
    return DocumentFormat.TOML;
  }
}
