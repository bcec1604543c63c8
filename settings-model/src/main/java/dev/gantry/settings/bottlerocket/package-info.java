// SPDX-License-Identifier: Apache-2.0 OR MIT

/** Bottlerocket's settings: a record for each namespace, their defaults and the variants. */
package dev.gantry.settings.bottlerocket;
