// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import dev.gantry.core.Text;
import dev.gantry.core.VerificationException;
import java.io.Serial;
import java.util.List;
import java.util.Objects;

/** Metadata that too few of the keys trusted for its role have signed. */
public final class SignatureThresholdException extends VerificationException {
  @Serial private static final long serialVersionUID = 1L;

  /** The role. */
  private final String roleName;

  /** Who trusts the keys. */
  private final String delegator;

  /** Distinct keys needed. */
  private final int threshold;

  /** Distinct keys whose signature is valid. */
  private final int validKeys;

  /** Key ids of the role without a valid signature. */
  @SuppressWarnings("serial") // The list is made by List.copyOf, which is serializable.
  private final List<String> missingKeyIds;

  /**
   * Creates a failure.
   *
   * @param roleName the role whose metadata was refused; foreign text is cut and escaped here
   * @param delegator which metadata names the keys, for example {@code root 3}
   * @param section section of the TUF specification
   * @param threshold distinct keys needed
   * @param validKeys distinct keys whose signature is valid
   * @param missingKeyIds key ids of the role without a valid signature
   */
  public SignatureThresholdException(
      String roleName,
      String delegator,
      String section,
      int threshold,
      int validKeys,
      List<String> missingKeyIds) {
    super(
        "SIGNATURE_THRESHOLD",
        "metadata of role "
            + Text.quote(roleName)
            + " has valid signatures of "
            + validKeys
            + " distinct keys that "
            + Text.clean(delegator)
            + " trusts, expected at least "
            + threshold
            + " (TUF "
            + section
            + ")",
        null);
    this.roleName = Text.clean(roleName);
    this.delegator = Text.clean(delegator);
    this.threshold = threshold;
    this.validKeys = validKeys;
    this.missingKeyIds = missingKeyIds.stream().map(Text::clean).toList();
    Objects.requireNonNull(section, "section");
  }

  /**
   * Returns the role whose metadata was refused.
   *
   * @return its name, cut and escaped
   */
  public String roleName() {
    return roleName;
  }

  /**
   * Returns which metadata names the keys that count.
   *
   * @return a role, and for root its version
   */
  public String delegator() {
    return delegator;
  }

  /**
   * Returns how many distinct keys are needed.
   *
   * @return 1 or more
   */
  public int threshold() {
    return threshold;
  }

  /**
   * Returns how many distinct keys made a valid signature.
   *
   * @return 0 or more, less than {@link #threshold()}
   */
  public int validKeys() {
    return validKeys;
  }

  /**
   * Returns the keys of the role that made no valid signature.
   *
   * @return key ids in the order of the role, cut and escaped
   */
  public List<String> missingKeyIds() {
    return missingKeyIds;
  }
}
