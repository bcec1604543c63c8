// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Bytes;
import dev.gantry.core.Text;
import dev.gantry.core.UnsupportedFormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A key behind an external command, such as the tool of a token's vendor.
 *
 * <p>The command runs without a shell. Where an argument contains {@value #DIGEST}, that is
 * replaced by the digest of the message in hexadecimal digits, and standard input is empty;
 * otherwise the message comes on standard input. The signature is what the command writes to
 * standard output, and it is verified before anybody uses it. Immutable and thread-safe; each
 * signature starts the command once.
 */
public final class CommandSigner implements Signer {
  /** Stands for the digest of the message in an argument. */
  public static final String DIGEST = "{digest}";

  /** How the command writes the signature. */
  public enum Output {
    /** The bytes of the signature and nothing else. */
    RAW,
    /** Hexadecimal digits; white space around them is ignored. */
    HEX,
    /** Base64 of RFC 4648 section 4, in one line or several. */
    BASE64
  }

  private final TufPublicKey publicKey;
  private final SigningScheme scheme;
  private final List<String> command;
  private final Output output;
  private final Duration timeLimit;
  private final Map<String, String> environment;

  private CommandSigner(Builder builder) throws UnsupportedFormatException {
    this.publicKey = builder.publicKey;
    this.scheme = SigningScheme.of(builder.publicKey);
    this.command = List.copyOf(builder.command);
    this.output = builder.output;
    this.timeLimit = builder.timeLimit;
    this.environment = Map.copyOf(builder.environment);
    if (takesDigest() && scheme.digest().isEmpty()) {
      throw new UnsupportedFormatException(
          publicKey.toString(), "command", "one that signs a digest", "Ed25519 signs messages");
    }
  }

  /**
   * Starts a signer.
   *
   * @param publicKey the public half of the command's key
   * @param command the program and its arguments
   * @return a builder
   * @throws IllegalArgumentException if the command is empty
   */
  public static Builder builder(TufPublicKey publicKey, List<String> command) {
    return new Builder(publicKey, command);
  }

  @Override
  public TufPublicKey publicKey() {
    return publicKey;
  }

  private boolean takesDigest() {
    return command.stream().anyMatch(argument -> argument.contains(DIGEST));
  }

  /**
   * Signs.
   *
   * @throws SigningFailedException if the command cannot be started, does not end in time, writes
   *     too much, fails, or writes no signature in the form that was asked for; the end of what it
   *     wrote to standard error is in the message
   * @throws InvalidSignatureException if it writes a signature that does not verify
   */
  @Override
  public Bytes sign(Bytes message) throws IOException {
    List<String> arguments = command;
    Bytes input = message;
    if (takesDigest()) {
      String digest = dev.gantry.core.Digest.compute(scheme.digest().orElseThrow(), message).hex();
      arguments = command.stream().map(argument -> argument.replace(DIGEST, digest)).toList();
      input = Bytes.empty();
    }
    Bytes written = new BoundedCommand(toString(), arguments, environment, timeLimit).run(input);
    return SignatureForms.verified(publicKey, message, decode(written), toString());
  }

  private Bytes decode(Bytes written) throws SigningFailedException {
    if (output == Output.RAW) {
      return written;
    }
    String text = new String(written.toByteArray(), StandardCharsets.US_ASCII).strip();
    try {
      return output == Output.HEX
          ? Bytes.parseHex(text)
          : Bytes.of(Base64.getMimeDecoder().decode(requireBase64(text)));
    } catch (IllegalArgumentException e) {
      throw new SigningFailedException(
          toString(), "its output " + Text.quote(text) + " is not " + output, null);
    }
  }

  /** The decoder for several lines skips anything that is no digit, also an error message. */
  private static String requireBase64(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean digit = (c < 0x7f && Character.isLetterOrDigit(c)) || "+/=\r\n".indexOf(c) >= 0;
      if (!digit) {
        throw new IllegalArgumentException("not base64");
      }
    }
    return text;
  }

  /** Returns the program, without its arguments, which may be secret. */
  @Override
  public String toString() {
    return "command " + Text.quote(command.get(0));
  }

  /** Collects the options of a signer. Not thread-safe. */
  public static final class Builder {
    private final TufPublicKey publicKey;
    private final List<String> command;
    private final Map<String, String> environment = new TreeMap<>();
    private Output output = Output.RAW;
    private Duration timeLimit = Duration.ofSeconds(60);

    private Builder(TufPublicKey publicKey, List<String> command) {
      this.publicKey = Objects.requireNonNull(publicKey, "publicKey");
      this.command = List.copyOf(command);
      if (command.isEmpty() || command.get(0).isEmpty()) {
        throw new IllegalArgumentException("the command is empty");
      }
    }

    /**
     * Sets how the command writes the signature.
     *
     * @param value the form; {@link Output#RAW} by default
     * @return this builder
     */
    public Builder output(Output value) {
      this.output = Objects.requireNonNull(value, "output");
      return this;
    }

    /**
     * Sets how long the command may take; a person may have to touch a token.
     *
     * @param value more than nothing, a day at most; a minute by default
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder timeLimit(Duration value) {
      if (value.isNegative() || value.isZero() || value.compareTo(Duration.ofDays(1)) > 0) {
        throw new IllegalArgumentException("a time limit of " + value);
      }
      this.timeLimit = value;
      return this;
    }

    /**
     * Sets a variable of the command's environment, beside those of this process.
     *
     * @param name its name
     * @param value its value
     * @return this builder
     */
    public Builder environment(String name, String value) {
      environment.put(name, value);
      return this;
    }

    /**
     * Builds the signer. The command does not run yet.
     *
     * @return the signer
     * @throws UnsupportedFormatException if nothing is signed with the scheme of the key, or the
     *     command takes a digest and the scheme has none
     */
    public CommandSigner build() throws UnsupportedFormatException {
      return new CommandSigner(this);
    }
  }
}
