// SPDX-License-Identifier: Apache-2.0 OR MIT

/**
 * GPT: read either copy, repair the other, and commit a change so that the boot loader finds a
 * whole table whenever the power fails.
 *
 * <p>{@link dev.gantry.partition.GptReader} reads, {@link dev.gantry.partition.GptTable} is what a
 * disk's table says, {@link dev.gantry.partition.GptCommitter} writes. {@code docs/formats/gpt.md}
 * has the byte tables and says what is accepted and emitted.
 */
package dev.gantry.partition;
