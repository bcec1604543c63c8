// SPDX-License-Identifier: Apache-2.0 OR MIT

/**
 * Accelerates {@code gantry-verity} where the processor has vectors of 512 bits. There is nothing
 * to call: having this artifact is enough, and on the class path {@code --add-modules
 * jdk.incubator.vector}.
 */
package dev.gantry.verity.vector;
