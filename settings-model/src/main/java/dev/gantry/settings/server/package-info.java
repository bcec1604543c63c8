// SPDX-License-Identifier: Apache-2.0 OR MIT

/** The API of a host as a function from requests to answers, for servers of any kind. */
package dev.gantry.settings.server;
