// SPDX-License-Identifier: Apache-2.0 OR MIT

/** dm-verity: superblock, hash tree, verification, kernel table lines. */
package dev.gantry.verity;
