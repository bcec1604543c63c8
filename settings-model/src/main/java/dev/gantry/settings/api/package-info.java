// SPDX-License-Identifier: Apache-2.0 OR MIT

/** The API of a host: its routes, what they answer, and a client for them. */
package dev.gantry.settings.api;
