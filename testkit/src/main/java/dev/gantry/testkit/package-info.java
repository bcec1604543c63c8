// SPDX-License-Identifier: Apache-2.0 OR MIT

/**
 * Contracts, fault-injecting devices, a power-cut replayer and arbitraries for tests of image-based
 * hosts.
 */
package dev.gantry.testkit;
