// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Bytes;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;

/** Verifies signatures that came from outside, in either form that ECDSA signatures have. */
final class SignatureForms {
  private SignatureForms() {}

  /**
   * Returns a signature as metadata carries it. Some tokens and services answer an ECDSA signature
   * as two numbers of fixed size (IEEE P1363) instead of DER.
   *
   * @throws InvalidSignatureException if it verifies in neither form
   */
  static Bytes verified(TufPublicKey key, Bytes message, Bytes signature, String signer)
      throws IOException {
    if (key.key().verifies(message, signature)) {
      return signature;
    }
    int field = SigningScheme.of(key).fieldBytes();
    if (field > 0 && signature.size() == 2 * field) {
      Bytes der = der(signature.toByteArray(), field);
      if (key.key().verifies(message, der)) {
        return der;
      }
    }
    throw new InvalidSignatureException(
        "metadata", key.keyId(), "was just made by " + signer + " and does not verify");
  }

  private static Bytes der(byte[] pair, int field) throws IOException {
    ASN1Integer r = new ASN1Integer(new BigInteger(1, Arrays.copyOf(pair, field)));
    ASN1Integer s = new ASN1Integer(new BigInteger(1, Arrays.copyOfRange(pair, field, 2 * field)));
    return Bytes.of(new DERSequence(new ASN1Integer[] {r, s}).getEncoded(ASN1Encoding.DER));
  }
}
