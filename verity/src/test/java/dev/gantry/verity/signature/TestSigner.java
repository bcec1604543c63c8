// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.signature;

import dev.gantry.core.Bytes;
import dev.gantry.testkit.ExternalTool;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import org.bouncycastle.asn1.DERUTCTime;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A key with a certificate that it signed itself, long out of date: dates do not count.
 *
 * @param name what the certificate says
 * @param key private key
 * @param certificate its certificate
 */
record TestSigner(String name, PrivateKey key, X509Certificate certificate) {
  static final TestSigner RSA = generate("rsa", "RSA", "2048");
  static final TestSigner P256 = generate("p256", "EC", "secp256r1");
  static final TestSigner P384 = generate("p384", "EC", "secp384r1");
  static final TestSigner P521 = generate("p521", "EC", "secp521r1");
  static final TestSigner STRANGER = generate("stranger", "EC", "secp256r1");

  static final List<TestSigner> ALL = List.of(RSA, P256, P384, P521);

  static TestSigner generate(String name, String algorithm, String size) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      if (algorithm.equals("RSA")) {
        generator.initialize(Integer.parseInt(size));
      } else if (algorithm.equals("EC")) {
        generator.initialize(new ECGenParameterSpec(size));
      }
      KeyPair pair = generator.generateKeyPair();
      X500Name subject = new X500Name("CN=" + name + ",O=Gantry tests");
      X509v3CertificateBuilder builder =
          new X509v3CertificateBuilder(
              subject,
              new BigInteger(64, new java.util.Random(name.hashCode())).setBit(62),
              new Time(new DERUTCTime("700101000000Z")),
              new Time(new DERUTCTime("700112134640Z")),
              subject,
              SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
      builder.addExtension(
          Extension.subjectKeyIdentifier,
          false,
          new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
      String scheme =
          switch (algorithm) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> algorithm;
          };
      return new TestSigner(
          name,
          pair.getPrivate(),
          new JcaX509CertificateConverter()
              .getCertificate(
                  builder.build(new JcaContentSignerBuilder(scheme).build(pair.getPrivate()))));
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new AssertionError(e);
    }
  }

  RootHashSigner signer() {
    return RootHashSigner.of(key, certificate);
  }

  static String pem(Object value) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(value);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return text.toString();
  }

  /** Writes the certificate and returns its path. */
  Path certificateFile(Path directory) throws IOException {
    return Files.writeString(directory.resolve(name + ".cert.pem"), pem(certificate));
  }

  /** Writes the key as PKCS #8 and returns its path. */
  Path keyFile(Path directory) throws IOException {
    Path file = directory.resolve(name + ".key.der");
    Path pem = directory.resolve(name + ".key.pem");
    Files.write(file, key.getEncoded());
    ExternalTool.run(
            ExternalTool.require("openssl"),
            List.of("pkey", "-inform", "DER", "-in", file.toString(), "-out", pem.toString()))
        .orFail();
    return pem;
  }

  static Bytes ascii(String text) {
    return Bytes.of(text.getBytes(StandardCharsets.US_ASCII));
  }
}
