// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.verity;

import dev.gantry.core.SmallFiles;
import dev.gantry.core.Text;
import dev.gantry.verity.RootHash;
import dev.gantry.verity.VerityAlgorithm;
import dev.gantry.verity.signature.SigningFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The root hash that a signature is about, and what the verbs about signatures share. */
final class SignedRootHash {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "ROOT_HASH",
      description = "The root hash, in hex.")
  private @Nullable String rootHash;

  @Option(
      names = "--root-hash-file",
      paramLabel = "FILE",
      description = "File with the root hash, instead of ROOT_HASH.")
  private @Nullable Path rootHashFile;

  @Option(
      names = "--hash",
      paramLabel = "NAME",
      defaultValue = "sha256",
      description = "Digest of the tree. Default: ${DEFAULT-VALUE}.")
  private String algorithm = "";

  SignedRootHash() {}

  RootHash read() throws IOException {
    return RootHashInput.read(algorithm(), rootHash, rootHashFile);
  }

  VerityAlgorithm algorithm() {
    return TreeOptions.algorithm(algorithm);
  }

  static List<Path> newFiles(@Nullable Path... files) {
    return Stream.of(files).filter(Objects::nonNull).toList();
  }

  static List<X509Certificate> certificates(Path file) throws IOException {
    return SigningFiles.readCertificates(
        SmallFiles.read(file, SigningFiles.MAX_SIZE_BYTES), file.toString());
  }

  static String name(X509Certificate certificate) {
    return Text.clean(certificate.getSubjectX500Principal().getName());
  }
}
