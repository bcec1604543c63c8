// SPDX-License-Identifier: Apache-2.0 OR MIT

/** What the README shows, compiled and run. */
package dev.gantry.quickstart;
