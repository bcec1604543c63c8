// SPDX-License-Identifier: Apache-2.0 OR MIT

/**
 * Signatures of root hashes, as the kernel verifies them when it makes a verity device: made, read
 * and verified.
 */
package dev.gantry.verity.signature;
