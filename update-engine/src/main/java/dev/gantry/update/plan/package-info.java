// SPDX-License-Identifier: Apache-2.0 OR MIT

/**
 * The choice of a release for one host: a pure function of the manifest, what is known of the host,
 * the policy and the time, which says of every candidate why it was chosen or not.
 */
@org.jspecify.annotations.NullMarked
package dev.gantry.update.plan;
