// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.UnsupportedFormatException;
import dev.gantry.verity.RootHash;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.BERSequence;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.api.Test;

/** Input that nobody should send. */
class RootHashSignatureTest {
  private static final RootHash ROOT = RootHash.sha256("01".repeat(32));
  private static final byte[] GOOD = good();

  private static byte[] good() {
    try {
      return TestSigner.P256.signer().sign(ROOT).encoded().toByteArray();
    } catch (GantryException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void everyPrefixIsRefused() {
    for (int length = 0; length < GOOD.length; length++) {
      refused(MalformedDataException.class, Arrays.copyOf(GOOD, length));
    }
  }

  @Test
  void trailingBytesAreRefused() {
    refused(MalformedDataException.class, Arrays.copyOf(GOOD, GOOD.length + 1));
    byte[] twice = Arrays.copyOf(GOOD, 2 * GOOD.length);
    System.arraycopy(GOOD, 0, twice, GOOD.length, GOOD.length);
    refused(MalformedDataException.class, twice);
  }

  @Test
  void otherFormsOfBerAreRefused() throws Exception {
    ContentInfo info = ContentInfo.getInstance(GOOD);
    refused(
        MalformedDataException.class,
        new BERSequence(
                new ASN1Encodable[] {
                  info.getContentType(), new DERTaggedObject(0, info.getContent())
                })
            .getEncoded(ASN1Encoding.BER));
    // A length in more bytes than it needs.
    byte[] longer = new byte[GOOD.length + 1];
    System.arraycopy(GOOD, 0, longer, 0, 1);
    longer[1] = (byte) 0x82;
    longer[3] = GOOD[2];
    System.arraycopy(GOOD, 3, longer, 4, GOOD.length - 3);
    refused(MalformedDataException.class, longer);
  }

  @Test
  void sizeAndDepthAreLimited() {
    refused(LimitExceededException.class, new byte[RootHashSignature.MAX_SIZE_BYTES + 1]);
    byte[] deep = new byte[RootHashSignature.MAX_SIZE_BYTES];
    for (int i = 0; i < deep.length; i += 2) {
      deep[i] = 0x30;
      deep[i + 1] = (byte) 0x80;
    }
    refused(MalformedDataException.class, deep);
    byte[] exact = new byte[20_000];
    int at = exact.length;
    for (int inner = 0; at >= 4; inner += 4) {
      at -= 4;
      exact[at] = 0x30;
      exact[at + 1] = (byte) 0x82;
      exact[at + 2] = (byte) (inner >> 8);
      exact[at + 3] = (byte) inner;
    }
    refused(MalformedDataException.class, Arrays.copyOfRange(exact, at, exact.length));
  }

  @Test
  void lengthsThatLieAreRefused() {
    refused(MalformedDataException.class, new byte[] {0x30, (byte) 0x84, 0x7f, -1, -1, -1});
    refused(
        MalformedDataException.class,
        new byte[] {0x30, (byte) 0x88, -1, -1, -1, -1, -1, -1, -1, -1});
    refused(MalformedDataException.class, new byte[] {0x30, (byte) 0xff});
    refused(MalformedDataException.class, new byte[] {0x05, 0x00});
  }

  @Test
  void otherContentIsRefused() throws Exception {
    refused(
        MalformedDataException.class,
        new ContentInfo(CMSObjectIdentifiers.envelopedData, data().toASN1Primitive()).getEncoded());
    refused(
        UnsupportedFormatException.class,
        signed(
            new ContentInfo(CMSObjectIdentifiers.data, new DEROctetString(new byte[64])), infos()));
    refused(
        UnsupportedFormatException.class,
        signed(new ContentInfo(CMSObjectIdentifiers.envelopedData, null), infos()));
  }

  @Test
  void signersMustBeAsTheKernelWantsThem() throws Exception {
    ContentInfo detached = new ContentInfo(CMSObjectIdentifiers.data, null);
    SignerInfo info = SignerInfo.getInstance(infos().getObjectAt(0));
    refused(UnsupportedFormatException.class, signed(detached, new DERSet()));
    ASN1EncodableVector nine = new ASN1EncodableVector();
    for (int i = 0; i < 9; i++) {
      nine.add(info);
    }
    refused(LimitExceededException.class, signed(detached, new DERSet(nine)));

    ASN1Set attributes =
        new DERSet(new Attribute(CMSObjectIdentifiers.data, new DERSet(new ASN1Integer(1))));
    refused(UnsupportedFormatException.class, signed(detached, new DERSet(with(info, attributes))));
    AlgorithmIdentifier odd =
        new AlgorithmIdentifier(SignatureDigest.SHA256.oid(), new ASN1Integer(5));
    refused(
        UnsupportedFormatException.class,
        signed(
            detached,
            new DERSet(
                new SignerInfo(
                    info.getSID(),
                    odd,
                    (ASN1Set) null,
                    info.getDigestEncryptionAlgorithm(),
                    info.getEncryptedDigest(),
                    null))));

    // A digest that the head does not announce.
    SignedData data = new SignedData(new DERSet(), detached, null, null, infos());
    refused(
        MalformedDataException.class,
        new ContentInfo(CMSObjectIdentifiers.signedData, data).getEncoded(ASN1Encoding.DER));

    // Version 3 of the data goes with key identifiers alone.
    ASN1EncodableVector parts = new ASN1EncodableVector();
    for (ASN1Encodable part : (org.bouncycastle.asn1.ASN1Sequence) data().toASN1Primitive()) {
      parts.add(parts.size() == 0 ? new ASN1Integer(3) : part);
    }
    refused(
        UnsupportedFormatException.class,
        new ContentInfo(CMSObjectIdentifiers.signedData, new DERSequence(parts))
            .getEncoded(ASN1Encoding.DER));
  }

  private static SignerInfo with(SignerInfo info, ASN1Set attributes) {
    return new SignerInfo(
        info.getSID(),
        info.getDigestAlgorithm(),
        attributes,
        info.getDigestEncryptionAlgorithm(),
        info.getEncryptedDigest(),
        null);
  }

  private static SignedData data() {
    return SignedData.getInstance(ContentInfo.getInstance(GOOD).getContent());
  }

  private static ASN1Set infos() {
    return data().getSignerInfos();
  }

  private static byte[] signed(ContentInfo content, ASN1Set infos) throws Exception {
    SignedData data = new SignedData(data().getDigestAlgorithms(), content, null, null, infos);
    return new ContentInfo(CMSObjectIdentifiers.signedData, data).getEncoded(ASN1Encoding.DER);
  }

  private static void refused(Class<? extends GantryException> type, byte[] input) {
    GantryException e =
        assertThrows(
            GantryException.class, () -> RootHashSignature.decode(Bytes.of(input), "test"));
    assertEquals(type, e.getClass(), e.getMessage());
  }
}
