// SPDX-License-Identifier: Apache-2.0 OR MIT

/**
 * From a root file system to what is shipped: the three images of a release, and disk images with
 * one release in slot A.
 */
package dev.gantry.update.image;
