// SPDX-License-Identifier: Apache-2.0 OR MIT

/**
 * Forward error correction of dm-verity devices: parity that the kernel reads, made, verified and
 * used to repair.
 */
package dev.gantry.verity.fec;
