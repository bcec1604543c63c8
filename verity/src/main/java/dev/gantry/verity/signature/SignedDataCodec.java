// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.signature;

import dev.gantry.core.Bytes;
import dev.gantry.core.GantryException;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.Text;
import dev.gantry.core.UnsupportedFormatException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerIdentifier;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.jspecify.annotations.Nullable;

/** Writes and reads the SignedData of a root hash; stateless. */
final class SignedDataCodec {
  private static final int VERSION_OF_ISSUER_AND_SERIAL = 1;
  private static final int VERSION_OF_KEY_IDENTIFIER = 3;

  private SignedDataCodec() {}

  static RootHashSignature encode(List<SignerInfo> signers) {
    ASN1EncodableVector digests = new ASN1EncodableVector();
    ASN1EncodableVector infos = new ASN1EncodableVector();
    signers.stream().map(SignerInfo::getDigestAlgorithm).distinct().forEach(digests::add);
    signers.forEach(infos::add);
    SignedData data =
        new SignedData(
            new DERSet(digests),
            new ContentInfo(CMSObjectIdentifiers.data, null),
            null,
            null,
            new DERSet(infos));
    try {
      byte[] der =
          new ContentInfo(CMSObjectIdentifiers.signedData, data).getEncoded(ASN1Encoding.DER);
      return decode(Bytes.of(der), "new signature");
    } catch (IOException e) {
      throw new IllegalStateException("a new signature cannot be read", e);
    }
  }

  static RootHashSignature decode(Bytes der, String source) throws GantryException {
    LimitExceededException.check(
        "bytes of signature " + source, RootHashSignature.MAX_SIZE_BYTES, der.size());
    List<SignerInfo> infos;
    try {
      infos = read(der.toByteArray(), source);
    } catch (GantryException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // The library says what is wrong in many ways; all of them mean the same here.
      throw malformed(source, "SignedData", Text.clean(String.valueOf(e.getMessage())), "DER", e);
    }
    return new RootHashSignature(der, infos);
  }

  private static List<SignerInfo> read(byte[] der, String source) throws IOException {
    ASN1Primitive object = ASN1Primitive.fromByteArray(der);
    if (!Arrays.equals(object.getEncoded(ASN1Encoding.DER), der)) {
      throw malformed(source, "encoding", "another form of BER", "DER", null);
    }
    ContentInfo outer = ContentInfo.getInstance(object);
    if (!CMSObjectIdentifiers.signedData.equals((Object) outer.getContentType())) {
      throw malformed(source, "content type", outer.getContentType().getId(), "signedData", null);
    }
    SignedData data = SignedData.getInstance(outer.getContent());
    ContentInfo inner = data.getEncapContentInfo();
    if (!CMSObjectIdentifiers.data.equals((Object) inner.getContentType())) {
      throw unsupported(
          source, "type of the signed content", inner.getContentType().getId(), "data");
    }
    if (inner.getContent() != null) {
      throw unsupported(source, "signed content", "in the signature", "a detached signature");
    }
    ASN1Set set = data.getSignerInfos();
    if (set.size() == 0) {
      throw unsupported(source, "number of signers", "0", "1 or more");
    }
    LimitExceededException.check("signers of " + source, RootHashSignature.MAX_SIGNERS, set.size());
    List<SignerInfo> infos = new ArrayList<>();
    for (int i = 0; i < set.size(); i++) {
      SignerInfo info = SignerInfo.getInstance(set.getObjectAt(i));
      check(info, data, source);
      infos.add(info);
    }
    return infos;
  }

  private static void check(SignerInfo info, SignedData data, String source)
      throws GantryException {
    int dataVersion = data.getVersion().intValueExact();
    boolean byKey = info.getSID().isTagged();
    int expected = byKey ? VERSION_OF_KEY_IDENTIFIER : VERSION_OF_ISSUER_AND_SERIAL;
    int version = info.getVersion().intValueExact();
    // The kernel has one version for both, and refuses what RFC 5652 allows besides.
    if (version != expected || dataVersion != expected) {
      throw unsupported(
          source,
          "versions",
          dataVersion + " of the data and " + version + " of a signer",
          expected + " and " + expected + " for this kind of signer");
    }
    if (info.getAuthenticatedAttributes() != null) {
      throw unsupported(source, "signed attributes", "present", "a signature of the content alone");
    }
    checkParameters(info.getDigestAlgorithm(), source);
    checkParameters(info.getDigestEncryptionAlgorithm(), source);
    boolean announced = false;
    for (ASN1Encodable digest : data.getDigestAlgorithms()) {
      AlgorithmIdentifier identifier = AlgorithmIdentifier.getInstance(digest);
      checkParameters(identifier, source);
      announced |=
          identifier.getAlgorithm().equals((Object) info.getDigestAlgorithm().getAlgorithm());
    }
    if (!announced) {
      throw malformed(
          source, "list of digests", "without that of a signer", "the digests of all", null);
    }
    // Reads the parts that are read lazily.
    describe(info);
  }

  private static void checkParameters(AlgorithmIdentifier identifier, String source)
      throws GantryException {
    ASN1Encodable parameters = identifier.getParameters();
    if (parameters != null && !DERNull.INSTANCE.equals(parameters)) {
      throw unsupported(
          source,
          "parameters of algorithm " + identifier.getAlgorithm().getId(),
          "present",
          "none, or NULL");
    }
  }

  static SignerInformation describe(SignerInfo info) {
    SignerIdentifier id = info.getSID();
    Optional<SignatureDigest> digest =
        SignatureDigest.find(info.getDigestAlgorithm().getAlgorithm());
    ASN1ObjectIdentifier algorithm = info.getDigestEncryptionAlgorithm().getAlgorithm();
    String digestName =
        digest.map(Enum::name).orElseGet(() -> info.getDigestAlgorithm().getAlgorithm().getId());
    String algorithmName =
        digest.flatMap(d -> kind(algorithm, d)).map(Enum::name).orElseGet(algorithm::getId);
    if (id.isTagged()) {
      Bytes key = Bytes.of(ASN1OctetString.getInstance(id.getId()).getOctets());
      return new SignerInformation(
          Optional.empty(), Optional.empty(), Optional.of(key), digestName, algorithmName);
    }
    IssuerAndSerialNumber name = IssuerAndSerialNumber.getInstance(id.getId());
    return new SignerInformation(
        Optional.of(Text.clean(name.getName().toString())),
        Optional.of(name.getSerialNumber().getValue()),
        Optional.empty(),
        digestName,
        algorithmName);
  }

  private static Optional<KeyKind> kind(ASN1ObjectIdentifier algorithm, SignatureDigest digest) {
    return Arrays.stream(KeyKind.values()).filter(k -> k.isNamedBy(algorithm, digest)).findFirst();
  }

  private static UnsupportedFormatException unsupported(
      String source, String feature, String found, String supported) {
    return new UnsupportedFormatException(source, feature, found, supported);
  }

  private static MalformedDataException malformed(
      String source, String field, String found, String expected, @Nullable Exception cause) {
    return new MalformedDataException(
        "ROOT_HASH_SIGNATURE_MALFORMED",
        source,
        MalformedDataException.UNKNOWN_OFFSET,
        field,
        found,
        expected,
        cause);
  }
}
