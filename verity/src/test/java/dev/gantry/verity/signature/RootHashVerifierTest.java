// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.core.LimitExceededException;
import dev.gantry.verity.RootHash;
import dev.gantry.verity.VerityAlgorithm;
import dev.gantry.verity.signature.RootHashSignatureException.Reason;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RootHashVerifierTest {
  private static final RootHash ROOT = RootHash.sha256("ab".repeat(32));
  private static final RootHash OTHER = RootHash.sha256("ac" + "ab".repeat(31));

  @Test
  void signsAndVerifiesEveryLengthOfRootHash() throws Exception {
    for (VerityAlgorithm algorithm : VerityAlgorithm.all()) {
      RootHash root = RootHash.parse(algorithm, "5e".repeat(algorithm.sizeBytes()));
      RootHashSignature signature = TestSigner.P256.signer().sign(root);
      VerifiedRootHash proof = trusting(TestSigner.P256).verify(root, signature);
      assertEquals(root, proof.rootHash());
      assertEquals(SignatureDigest.SHA256, proof.digest());
      assertEquals(TestSigner.P256.certificate(), proof.signer());
    }
  }

  @Test
  void anotherRootHashIsRefused() throws Exception {
    for (TestSigner signer : TestSigner.ALL) {
      RootHashSignature signature = signer.signer().sign(ROOT);
      assertReason(Reason.WRONG_SIGNATURE, trusting(signer), OTHER, signature);
    }
  }

  @Test
  void unknownSignerIsRefused() throws Exception {
    RootHashSignature signature = TestSigner.STRANGER.signer().sign(ROOT);
    assertReason(Reason.UNKNOWN_SIGNER, trusting(TestSigner.RSA, TestSigner.P256), ROOT, signature);
  }

  @Test
  void anyOfSeveralTrustedCertificatesIsEnough() throws Exception {
    RootHashVerifier verifier = trusting(TestSigner.RSA, TestSigner.P256, TestSigner.P384);
    for (TestSigner signer : List.of(TestSigner.RSA, TestSigner.P256, TestSigner.P384)) {
      assertEquals(
          signer.certificate(), verifier.verify(ROOT, signer.signer().sign(ROOT)).signer());
    }
  }

  @Test
  void oneTrustedSignerOfSeveralIsEnough() throws Exception {
    RootHashSignature both =
        RootHashSigner.sign(ROOT, List.of(TestSigner.RSA.signer(), TestSigner.P256.signer()));
    assertEquals(2, both.signers().size());
    for (TestSigner signer : List.of(TestSigner.RSA, TestSigner.P256)) {
      assertEquals(signer.certificate(), trusting(signer).verify(ROOT, both).signer());
      assertReason(Reason.WRONG_SIGNATURE, trusting(signer), OTHER, both);
    }
    assertReason(Reason.UNKNOWN_SIGNER, trusting(TestSigner.P384), ROOT, both);
  }

  @Test
  void aWrongSignatureOfATrustedSignerSpoilsTheRightOneOfAnother() throws Exception {
    RootHashSignature right = TestSigner.RSA.signer().sign(ROOT);
    RootHashSignature wrong = TestSigner.P256.signer().sign(OTHER);
    RootHashSignature mixed =
        SignedDataCodec.encode(List.of(right.signerInfos().get(0), wrong.signerInfos().get(0)));
    trusting(TestSigner.RSA).verify(ROOT, mixed);
    assertReason(Reason.WRONG_SIGNATURE, trusting(TestSigner.RSA, TestSigner.P256), ROOT, mixed);
  }

  @Test
  void certificatesWithTheSameNameAreTriedInTurn() throws Exception {
    // Same issuer and serial number, another key.
    TestSigner twin = TestSigner.generate("p256", "EC", "secp256r1");
    RootHashSignature signature = TestSigner.P256.signer().sign(ROOT);
    assertEquals(
        TestSigner.P256.certificate(),
        trusting(twin, TestSigner.P256).verify(ROOT, signature).signer());
    assertReason(Reason.WRONG_SIGNATURE, trusting(twin), ROOT, signature);
    TestSigner rsaTwin = TestSigner.generate("p256", "RSA", "2048");
    assertReason(Reason.ALGORITHM_NOT_ALLOWED, trusting(rsaTwin), ROOT, signature);
  }

  @Test
  void digestsCanBeRestricted() throws Exception {
    RootHashVerifier strict =
        RootHashVerifier.of(List.of(TestSigner.P384.certificate()), Set.of(SignatureDigest.SHA384));
    RootHashSigner signer = TestSigner.P384.signer();
    strict.verify(ROOT, signer.withDigest(SignatureDigest.SHA384).sign(ROOT));
    assertReason(Reason.DIGEST_NOT_ALLOWED, strict, ROOT, signer.sign(ROOT));
  }

  @Test
  void keysThatTheKernelCannotUseAreRefused() {
    for (TestSigner bad :
        List.of(
            TestSigner.generate("small", "RSA", "1024"),
            TestSigner.generate("edwards", "Ed25519", ""))) {
      assertThrows(IllegalArgumentException.class, bad::signer);
      List<X509Certificate> trusted = List.of(bad.certificate());
      assertThrows(IllegalArgumentException.class, () -> RootHashVerifier.of(trusted));
    }
    assertThrows(IllegalArgumentException.class, () -> RootHashVerifier.of(List.of()));
  }

  @Test
  void keyOfAnotherCertificateIsFoundOutWhenItSigns() {
    RootHashSigner mixed =
        RootHashSigner.of(TestSigner.STRANGER.key(), TestSigner.P256.certificate());
    assertThrows(RootHashSigningException.class, () -> mixed.sign(ROOT));
    RootHashSigner otherKind =
        RootHashSigner.of(TestSigner.RSA.key(), TestSigner.P256.certificate());
    assertThrows(RootHashSigningException.class, () -> otherKind.sign(ROOT));
  }

  @Test
  void keysElsewhereAreAskedAndChecked() throws Exception {
    List<String> asked = new ArrayList<>();
    RootHashSigningKey service =
        (algorithm, message) -> {
          asked.add(algorithm);
          assertEquals(TestSigner.ascii(ROOT.hex()), message);
          java.security.Signature signature = jca(algorithm);
          return sign(signature, message);
        };
    RootHashSignature signature =
        RootHashSigner.of(service, TestSigner.RSA.certificate())
            .withDigest(SignatureDigest.SHA512)
            .sign(ROOT);
    assertEquals(List.of("SHA512withRSA"), asked);
    trusting(TestSigner.RSA).verify(ROOT, signature);

    RootHashSigner lying =
        RootHashSigner.of((algorithm, message) -> message, TestSigner.RSA.certificate());
    assertThrows(RootHashSigningException.class, () -> lying.sign(ROOT));
    RootHashSigner failing =
        RootHashSigner.of(
            (algorithm, message) -> {
              throw new IOException("no network");
            },
            TestSigner.RSA.certificate());
    RootHashSigningException e =
        assertThrows(RootHashSigningException.class, () -> failing.sign(ROOT));
    assertTrue(e.getCause() instanceof IOException);
  }

  @Test
  void tooManySignersAreRefused() throws Exception {
    RootHashSigner signer = TestSigner.P256.signer();
    assertThrows(
        IllegalArgumentException.class,
        () -> RootHashSigner.sign(ROOT, Collections.nCopies(9, signer)));
    assertThrows(IllegalArgumentException.class, () -> RootHashSigner.sign(ROOT, List.of()));
    var info = signer.sign(ROOT).signerInfos().get(0);
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class,
            () -> SignedDataCodec.encode(Collections.nCopies(9, info)));
    assertTrue(e.getCause() instanceof LimitExceededException);
  }

  @Test
  void signersAreNamedWithoutBeingVerified() throws Exception {
    SignerInformation signer = TestSigner.RSA.signer().sign(ROOT).signers().get(0);
    assertEquals(Optional.of("CN=rsa,O=Gantry tests"), signer.issuer());
    assertEquals(
        Optional.of(TestSigner.RSA.certificate().getSerialNumber()), signer.serialNumber());
    assertEquals(Optional.empty(), signer.subjectKeyIdentifier());
    assertEquals("SHA256", signer.digestAlgorithm());
    assertEquals("RSA", signer.signatureAlgorithm());
  }

  private static java.security.Signature jca(String algorithm) throws IOException {
    try {
      java.security.Signature signature = java.security.Signature.getInstance(algorithm);
      signature.initSign(TestSigner.RSA.key());
      return signature;
    } catch (java.security.GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private static Bytes sign(java.security.Signature signature, Bytes message) throws IOException {
    try {
      signature.update(message.toByteArray());
      return Bytes.of(signature.sign());
    } catch (java.security.SignatureException e) {
      throw new IOException(e);
    }
  }

  private static RootHashVerifier trusting(TestSigner... signers) {
    return RootHashVerifier.of(List.of(signers).stream().map(TestSigner::certificate).toList());
  }

  private static void assertReason(
      Reason expected, RootHashVerifier verifier, RootHash root, RootHashSignature signature) {
    RootHashSignatureException e =
        assertThrows(RootHashSignatureException.class, () -> verifier.verify(root, signature));
    assertEquals(expected, e.reason());
  }
}
