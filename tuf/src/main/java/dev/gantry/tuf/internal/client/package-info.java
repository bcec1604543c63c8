// SPDX-License-Identifier: Apache-2.0 OR MIT

/**
 * The client workflow of TUF specification 1.0.34, section 5: one type for each step, named with
 * its section.
 */
package dev.gantry.tuf.internal.client;
