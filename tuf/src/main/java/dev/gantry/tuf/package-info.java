// SPDX-License-Identifier: Apache-2.0 OR MIT

/**
 * A client of The Update Framework, specification 1.0.34.
 *
 * <p>A {@link dev.gantry.tuf.TufClient} starts from root metadata that its caller trusts, and keeps
 * what it has verified in a {@link dev.gantry.tuf.TrustedStore}. Its refresh gives a {@link
 * dev.gantry.tuf.TrustedView}, in which a {@link dev.gantry.tuf.Target} is found by its path; a
 * download turns that into a {@link dev.gantry.tuf.VerifiedTarget}. None of these can be had
 * without the checks before it.
 */
package dev.gantry.tuf;
