// SPDX-License-Identifier: Apache-2.0 OR MIT

/**
 * Updates a host in place, from a signed repository into its idle slot and back; {@link
 * dev.gantry.update.UpdateEngine} is the entrance.
 */
@org.jspecify.annotations.NullMarked
package dev.gantry.update;
