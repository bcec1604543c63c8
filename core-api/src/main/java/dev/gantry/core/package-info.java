// SPDX-License-Identifier: Apache-2.0 OR MIT

/**
 * What every Gantry module shares: small immutable values, positional block devices, the root of
 * the error tree, progress, cancellation, limits and the one way to write a small state file.
 *
 * <p>Nothing here depends on anything but the JDK.
 */
package dev.gantry.core;
