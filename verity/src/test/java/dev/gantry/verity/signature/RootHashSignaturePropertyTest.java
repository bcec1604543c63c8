// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.verity.RootHash;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class RootHashSignaturePropertyTest {
  private static final RootHash ROOT = RootHash.sha256("01".repeat(32));
  private static final RootHashVerifier VERIFIER =
      RootHashVerifier.of(TestSigner.ALL.stream().map(TestSigner::certificate).toList());
  private static final List<Bytes> GOOD =
      TestSigner.ALL.stream().map(RootHashSignaturePropertyTest::sign).toList();

  private static Bytes sign(TestSigner signer) {
    try {
      return signer.signer().sign(ROOT).encoded();
    } catch (GantryException e) {
      throw new AssertionError(e);
    }
  }

  @Property(tries = 200)
  void everyRootHashIsSignedAndVerified(
      @ForAll @Size(32) byte[] value, @ForAll @IntRange(min = 1, max = 3) int signer)
      throws Exception {
    RootHash root = RootHash.sha256(Bytes.of(value).toHex());
    RootHashSignature signature = TestSigner.ALL.get(signer).signer().sign(root);
    RootHashSignature read = RootHashSignature.decode(signature.encoded(), "test");
    assertEquals(signature, read);
    assertEquals(root, VERIFIER.verify(root, read).rootHash());
  }

  @Property(tries = 2000)
  void noChangeOfAByteIsAccepted(
      @ForAll @IntRange(max = 3) int which,
      @ForAll @IntRange(max = 9999) int position,
      @ForAll @IntRange(min = 1, max = 255) int change) {
    byte[] bytes = GOOD.get(which).toByteArray();
    bytes[position % bytes.length] ^= (byte) change;
    try {
      VERIFIER.verify(ROOT, RootHashSignature.decode(Bytes.of(bytes), "test"));
    } catch (GantryException refused) {
      return;
    }
    fail("accepted: " + Bytes.of(bytes).toHex());
  }
}
