// SPDX-License-Identifier: Apache-2.0 OR MIT

/** What the packages of this module share; not exported. */
package dev.gantry.verity.internal;
