// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.verity;

import dev.gantry.cli.ExitCode;
import dev.gantry.cli.GantryCommand;
import dev.gantry.cli.Output;
import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.core.MalformedDataException;
import dev.gantry.core.SmallFiles;
import dev.gantry.verity.RootHash;
import dev.gantry.verity.signature.RootHashSignature;
import dev.gantry.verity.signature.RootHashVerifier;
import dev.gantry.verity.signature.SignaturePartition;
import dev.gantry.verity.signature.VerifiedRootHash;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code gantry verity verify-signature}. */
@Command(
    name = "verify-signature",
    description = {
      "Verifies that the key of a trusted certificate signed a root hash, by the kernel's rules.",
      "The certificates are trusted themselves: there are no chains, and dates do not count."
    })
final class VerifySignatureCommand extends GantryCommand {
  @Mixin private final SignedRootHash signed = new SignedRootHash();

  @Option(
      names = "--certificate",
      required = true,
      paramLabel = "FILE",
      description = "Trusted certificates, PEM or DER; repeatable.")
  private List<Path> certificates = List.of();

  @Option(names = "--root-hash-signature", paramLabel = "FILE", description = "The signature.")
  private @Nullable Path signatureFile;

  @Option(
      names = "--signature-partition",
      paramLabel = "FILE",
      description = "A verity signature partition with it, instead.")
  private @Nullable Path partitionFile;

  @Override
  protected int run(Output output) throws IOException {
    RootHash rootHash = signed.read();
    List<X509Certificate> trusted = new ArrayList<>();
    for (Path file : certificates) {
      trusted.addAll(SignedRootHash.certificates(file));
    }
    VerifiedRootHash proof = RootHashVerifier.of(trusted).verify(rootHash, signature(rootHash));
    String signer = SignedRootHash.name(proof.signer());
    output.line("root hash " + proof.rootHash().hex() + " is signed by " + signer);
    ObjectNode json = Output.object();
    json.put("verified", true);
    json.put("root_hash", proof.rootHash().hex());
    json.put("signer", signer);
    json.put("digest", proof.digest().name());
    output.result(json);
    return ExitCode.OK;
  }

  private RootHashSignature signature(RootHash rootHash) throws IOException {
    Path file = signatureFile;
    Path partition = partitionFile;
    if (file != null && partition == null) {
      return RootHashSignature.decode(
          SmallFiles.read(file, RootHashSignature.MAX_SIZE_BYTES), file.toString());
    }
    if (file != null || partition == null) {
      throw new IllegalArgumentException(
          "expected either --root-hash-signature or --signature-partition");
    }
    SignaturePartition content;
    try (BlockSource source = BlockDevices.openSource(partition)) {
      content =
          SignaturePartition.ofFields(
              fields(SignaturePartition.readText(source), partition.toString()),
              signed.algorithm(),
              partition.toString());
    }
    if (!content.rootHash().equals(rootHash)) {
      throw new MalformedDataException(
          "SIGNATURE_PARTITION_MALFORMED",
          partition.toString(),
          MalformedDataException.UNKNOWN_OFFSET,
          "rootHash",
          content.rootHash().hex(),
          rootHash.hex());
    }
    return content.signature();
  }

  private static Map<String, String> fields(String text, String source)
      throws MalformedDataException {
    Map<String, String> fields = new HashMap<>();
    // Made here, as this class is loaded with every verb beside it.
    JsonMapper json =
        JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    try {
      JsonNode root = json.readTree(text);
      if (!root.isObject()) {
        throw malformed(source, String.valueOf(root.getNodeType()), null);
      }
      root.properties()
          .forEach(
              member -> {
                if (member.getValue().isString()) {
                  fields.put(member.getKey(), member.getValue().stringValue());
                }
              });
      return fields;
    } catch (JacksonException e) {
      throw malformed(source, "no JSON", e);
    }
  }

  private static MalformedDataException malformed(
      String source, String found, @Nullable Throwable cause) {
    return new MalformedDataException(
        "SIGNATURE_PARTITION_MALFORMED", source, 0, "text", found, "a JSON object", cause);
  }
}
