// SPDX-License-Identifier: Apache-2.0 OR MIT

/**
 * The compression of release targets: one LZ4 frame a file, read strictly and written so that equal
 * input gives equal bytes.
 */
package dev.gantry.update.codec;
