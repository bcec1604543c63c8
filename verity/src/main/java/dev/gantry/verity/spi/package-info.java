// SPDX-License-Identifier: Apache-2.0 OR MIT

/**
 * What a faster way of hashing blocks provides; found by {@link java.util.ServiceLoader}.
 *
 * <p>Made for Gantry's own artifacts. It may change with any minor version, unlike the packages
 * beside it.
 */
package dev.gantry.verity.spi;
