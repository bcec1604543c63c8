// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.core.BlockDevices;
import dev.gantry.core.BlockSource;
import dev.gantry.core.Bytes;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.verity.RootHash;
import dev.gantry.verity.VerityAlgorithm;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectMapper;

class SignaturePartitionTest {
  private static final RootHash ROOT = RootHash.sha256("c0".repeat(32));
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Test
  void whatIsWrittenIsJsonAndIsReadBack() throws Exception {
    for (TestSigner signer : TestSigner.ALL) {
      SignaturePartition written =
          SignaturePartition.of(ROOT, signer.signer().sign(ROOT), signer.certificate());
      Bytes bytes = written.encode();
      assertEquals(4096, bytes.size());
      byte[] larger = Arrays.copyOf(bytes.toByteArray(), 1 << 20);
      for (byte[] content : new byte[][] {bytes.toByteArray(), larger}) {
        String text = SignaturePartition.readText(source(content));
        Map<String, String> fields = MAPPER.readValue(text, new TypeReference<>() {});
        assertEquals(written.fields(), fields);
        SignaturePartition read =
            SignaturePartition.ofFields(fields, VerityAlgorithm.SHA256, "test");
        assertEquals(written, read);
        RootHashVerifier.of(java.util.List.of(signer.certificate()))
            .verify(read.rootHash(), read.signature());
      }
    }
  }

  /** Padding "to the next multiple" is none at a multiple, and systemd reads it so. */
  @Test
  void aTextMayFillThePartition() throws Exception {
    Bytes written =
        SignaturePartition.of(
                ROOT, TestSigner.RSA.signer().sign(ROOT), TestSigner.RSA.certificate())
            .encode();
    byte[] full = written.toByteArray();
    for (int i = full.length - 1; full[i] == 0; i--) {
      full[i] = ' ';
    }
    String text = SignaturePartition.readText(source(full));
    assertEquals(full.length, text.length());
    assertEquals(SignaturePartition.readText(source(written.toByteArray())), text.strip());
    byte[] largest = Arrays.copyOf(full, SignaturePartition.MAX_TEXT_BYTES);
    Arrays.fill(largest, full.length, largest.length, (byte) ' ');
    assertEquals(largest.length, SignaturePartition.readText(source(largest)).length());
  }

  @Test
  void badPartitionsAreRefused() {
    assertBad(new byte[0]);
    assertBad(new byte[4095]);
    assertBad(new byte[4096]);
    byte[] behind = new byte[1 << 20];
    behind[0] = '{';
    behind[1 << 19] = 1;
    assertBad(behind);
    byte[] notUtf8 = new byte[4096];
    notUtf8[0] = (byte) 0xff;
    assertBad(notUtf8);
    byte[] endless = new byte[1 << 20];
    Arrays.fill(endless, (byte) ' ');
    assertThrows(LimitExceededException.class, () -> SignaturePartition.readText(source(endless)));
  }

  @Test
  void badFieldsAreRefused() throws Exception {
    Map<String, String> good =
        SignaturePartition.of(
                ROOT, TestSigner.P256.signer().sign(ROOT), TestSigner.P256.certificate())
            .fields();
    for (String name : good.keySet()) {
      for (String value : new String[] {"", "zz", "!!!!", "c0".repeat(31)}) {
        Map<String, String> bad = new HashMap<>(good);
        bad.put(name, value);
        assertThrows(
            MalformedDataException.class,
            () -> SignaturePartition.ofFields(bad, VerityAlgorithm.SHA256, "test"),
            name + "=" + value);
      }
    }
    for (String name : new String[] {"rootHash", "signature"}) {
      Map<String, String> without = new HashMap<>(good);
      without.remove(name);
      assertThrows(
          MalformedDataException.class,
          () -> SignaturePartition.ofFields(without, VerityAlgorithm.SHA256, "test"));
    }
  }

  private static BlockSource source(byte[] content) {
    return BlockDevices.inMemory(content, 512);
  }

  private static void assertBad(byte[] content) {
    assertThrows(MalformedDataException.class, () -> SignaturePartition.readText(source(content)));
  }
}
