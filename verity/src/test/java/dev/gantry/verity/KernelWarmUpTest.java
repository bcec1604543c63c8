// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.verity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.Bytes;
import dev.gantry.verity.spi.BlockKernel;
import dev.gantry.verity.spi.BlockKernelProvider;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class KernelWarmUpTest {
  private static final long LIMIT_NANOS = 300_000_000;
  private static final int LANES = 4;
  private static final int OFTEN = 50;

  private static KernelWarmUp.Outcome outcome(BlockKernelProvider provider) {
    return new KernelWarmUp(VerityAlgorithm.SHA256, LIMIT_NANOS).tryProvider(provider);
  }

  @Test
  void takesAKernelThatIsRightAndFaster() {
    Fake fake = new Fake(Behaviour.REMEMBERS);
    assertSame(fake, outcome(fake).provider());
  }

  @Test
  void refusesAKernelThatIsNotFaster() {
    KernelWarmUp.Outcome outcome = outcome(new Fake(Behaviour.HASHES_OFTEN));
    assertNull(outcome.provider());
    assertTrue(outcome.detail().contains("not faster"), outcome.detail());
  }

  @Test
  void refusesAKernelThatIsWrong() {
    assertNull(outcome(new Fake(Behaviour.WRONG_IN_LAST_LANE)).provider());
  }

  @Test
  void refusesAKernelThatWritesBesideItsDigests() {
    assertNull(outcome(new Fake(Behaviour.WRITES_PADDING)).provider());
  }

  @Test
  void refusesAKernelThatIsWrongOnceItIsFast() {
    assertNull(outcome(new Fake(Behaviour.WRONG_LATER)).provider());
  }

  @Test
  void refusesAKernelForAnotherDigestOrWithAnObstacle() {
    assertNull(
        new KernelWarmUp(VerityAlgorithm.SHA512, LIMIT_NANOS)
            .tryProvider(new Fake(Behaviour.REMEMBERS))
            .provider());
    KernelWarmUp.Outcome outcome = outcome(new Fake(Behaviour.NOT_HERE));
    assertNull(outcome.provider());
    assertTrue(outcome.detail().contains("no lanes"), outcome.detail());
  }

  @Test
  void withoutAProviderTheJdkGoesOn() {
    assertEquals(
        new KernelWarmUp.Outcome(null, "no provider"),
        new KernelWarmUp(VerityAlgorithm.SHA256, LIMIT_NANOS).run());
  }

  private enum Behaviour {
    REMEMBERS,
    HASHES_OFTEN,
    WRONG_IN_LAST_LANE,
    WRITES_PADDING,
    WRONG_LATER,
    NOT_HERE
  }

  private static final class Fake implements BlockKernelProvider {
    private final Behaviour behaviour;

    Fake(Behaviour behaviour) {
      this.behaviour = behaviour;
    }

    @Override
    public String name() {
      return "fake";
    }

    @Override
    public Optional<String> obstacle() {
      return behaviour == Behaviour.NOT_HERE ? Optional.of("no lanes") : Optional.empty();
    }

    @Override
    public boolean supports(String algorithmId) {
      return algorithmId.equals("sha256");
    }

    @Override
    public BlockKernel create(String algorithmId, Bytes prefix, Bytes suffix, int blockSizeBytes) {
      JcaBlocks jdk =
          new JcaBlocks(VerityAlgorithm.SHA256, prefix.toByteArray(), suffix.toByteArray());
      return new FakeKernel(behaviour, jdk, blockSizeBytes);
    }
  }

  /** What it remembers is right as long as it gets the same content each time. */
  private static final class FakeKernel implements BlockKernel {
    private final Behaviour behaviour;
    private final JcaBlocks jdk;
    private final int blockSize;
    private boolean ran;

    FakeKernel(Behaviour behaviour, JcaBlocks jdk, int blockSize) {
      this.behaviour = behaviour;
      this.jdk = jdk;
      this.blockSize = blockSize;
    }

    @Override
    public int lanes() {
      return LANES;
    }

    @Override
    public void hash(byte[] content, int offset, byte[] slots, int slotOffset, int slotSizeBytes) {
      boolean remembered =
          ran && (behaviour == Behaviour.REMEMBERS || behaviour == Behaviour.WRONG_LATER);
      if (!remembered) {
        jdk.hash(content, offset, blockSize, LANES, slots, slotOffset, slotSizeBytes);
      }
      switch (behaviour) {
        case HASHES_OFTEN -> {
          // Slower than the JDK's other way is, however much of that is still interpreted.
          for (int i = 0; i < OFTEN; i++) {
            jdk.hash(content, offset, blockSize, LANES, slots, slotOffset, slotSizeBytes);
          }
        }
        case WRONG_IN_LAST_LANE -> slots[slotOffset + (LANES - 1) * slotSizeBytes + 31] ^= 1;
        case WRITES_PADDING -> slots[slotOffset + 32] ^= 1;
        case WRONG_LATER -> slots[slotOffset] ^= (byte) (ran ? 1 : 0);
        case REMEMBERS, NOT_HERE -> {}
      }
      ran = true;
    }
  }
}
