// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.verity;

import dev.gantry.cli.ExitCode;
import dev.gantry.cli.GantryCommand;
import dev.gantry.cli.NewFile;
import dev.gantry.cli.Output;
import dev.gantry.core.SmallFiles;
import dev.gantry.verity.RootHash;
import dev.gantry.verity.signature.RootHashSignature;
import dev.gantry.verity.signature.RootHashSigner;
import dev.gantry.verity.signature.SignatureDigest;
import dev.gantry.verity.signature.SignaturePartition;
import dev.gantry.verity.signature.SigningFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** {@code gantry verity sign}. */
@Command(
    name = "sign",
    description = {
      "Signs a root hash for the kernel: PKCS #7, detached.",
      "For root_hash_sig_key_desc and veritysetup --root-hash-signature. Several keys make one",
      "signature; each is enough."
    })
final class SignCommand extends GantryCommand {
  @Mixin private final SignedRootHash signed = new SignedRootHash();

  @Option(
      names = "--key",
      required = true,
      paramLabel = "FILE",
      description = "Private key, PEM or PKCS #8 in DER, without passphrase; repeatable.")
  private List<Path> keys = List.of();

  @Option(
      names = "--certificate",
      required = true,
      paramLabel = "FILE",
      description = "Certificate of the key, PEM or DER; one for each --key, in their order.")
  private List<Path> certificates = List.of();

  @Option(
      names = "--digest",
      paramLabel = "NAME",
      defaultValue = "sha256",
      description = "What is signed: sha256, sha384 or sha512. Default: ${DEFAULT-VALUE}.")
  private SignatureDigest digest = SignatureDigest.SHA256;

  @Option(
      names = "--root-hash-signature",
      paramLabel = "FILE",
      description = "Where the signature goes; a new file.")
  private @Nullable Path signatureFile;

  @Option(
      names = "--signature-partition",
      paramLabel = "FILE",
      description = "Where the content of a verity signature partition goes; a new file.")
  private @Nullable Path partitionFile;

  @Option(names = "--overwrite", description = "The new files may exist; they are replaced.")
  private boolean overwrite;

  @Override
  protected int run(Output output) throws IOException {
    if (signatureFile == null && partitionFile == null) {
      throw new IllegalArgumentException(
          "expected --root-hash-signature, --signature-partition, or both");
    }
    if (keys.size() != certificates.size()) {
      throw new IllegalArgumentException(
          keys.size() + " --key and " + certificates.size() + " --certificate, expected as many");
    }
    List<Path> inputs = new ArrayList<>(keys);
    inputs.addAll(certificates);
    for (Path file : SignedRootHash.newFiles(signatureFile, partitionFile)) {
      NewFile.check(file, overwrite, inputs.toArray(Path[]::new));
    }
    RootHash rootHash = signed.read();
    List<X509Certificate> signers = new ArrayList<>();
    RootHashSignature signature = RootHashSigner.sign(rootHash, signers(signers));
    ObjectNode json = Output.object();
    json.put("root_hash", rootHash.hex());
    json.put("signature", signature.encoded().toHex());
    if (signatureFile != null) {
      NewFile.write(signatureFile, signature.encoded());
      output.line("signature: " + signatureFile);
    }
    if (partitionFile != null) {
      NewFile.write(
          partitionFile, SignaturePartition.of(rootHash, signature, signers.get(0)).encode());
      output.line("signature partition: " + partitionFile);
    }
    for (X509Certificate signer : signers) {
      output.line("signed by " + SignedRootHash.name(signer));
      json.withArray("signers").add(SignedRootHash.name(signer));
    }
    output.result(json);
    return ExitCode.OK;
  }

  private List<RootHashSigner> signers(List<X509Certificate> found) throws IOException {
    List<RootHashSigner> signers = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      Path keyFile = keys.get(i);
      PrivateKey key =
          SigningFiles.readPrivateKey(
              SmallFiles.read(keyFile, SigningFiles.MAX_SIZE_BYTES), keyFile.toString());
      X509Certificate certificate = SignedRootHash.certificates(certificates.get(i)).get(0);
      found.add(certificate);
      signers.add(RootHashSigner.of(key, certificate).withDigest(digest));
    }
    return signers;
  }
}
