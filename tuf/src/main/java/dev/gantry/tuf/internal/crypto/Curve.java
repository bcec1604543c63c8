// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.crypto;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;

/** The NIST curves that TUF schemes name. */
enum Curve {
  P256("secp256r1", 32),
  P384("secp384r1", 48),
  P521("secp521r1", 66);

  // Immutable, but the checker cannot know.
  @SuppressWarnings("ImmutableEnumChecker")
  private final ECParameterSpec parameters;

  private final int fieldBytes;

  Curve(String name, int fieldBytes) {
    this.fieldBytes = fieldBytes;
    try {
      AlgorithmParameters engine = AlgorithmParameters.getInstance("EC");
      engine.init(new ECGenParameterSpec(name));
      this.parameters = engine.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(name + " comes with every JDK", e);
    }
  }

  ECParameterSpec parameters() {
    return parameters;
  }

  int fieldBytes() {
    return fieldBytes;
  }

  BigInteger order() {
    return parameters.getOrder();
  }

  /** Tells whether parameters are this curve's, however they were written. */
  boolean has(ECParameterSpec other) {
    return parameters.getCurve().getField().equals(other.getCurve().getField())
        && parameters.getCurve().getA().equals(other.getCurve().getA())
        && parameters.getCurve().getB().equals(other.getCurve().getB())
        && parameters.getGenerator().equals(other.getGenerator())
        && parameters.getOrder().equals(other.getOrder())
        && parameters.getCofactor() == other.getCofactor();
  }

  /** Tells whether a point is on the curve and not at infinity. */
  boolean contains(ECPoint point) {
    if (point.equals(ECPoint.POINT_INFINITY)) {
      return false;
    }
    BigInteger p = ((ECFieldFp) parameters.getCurve().getField()).getP();
    BigInteger x = point.getAffineX();
    BigInteger y = point.getAffineY();
    if (x.signum() < 0 || y.signum() < 0 || x.compareTo(p) >= 0 || y.compareTo(p) >= 0) {
      return false;
    }
    BigInteger right =
        x.modPow(BigInteger.valueOf(3), p)
            .add(parameters.getCurve().getA().multiply(x))
            .add(parameters.getCurve().getB())
            .mod(p);
    return y.multiply(y).mod(p).equals(right);
  }
}
