// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

/** How the files of many targets are named below one directory. */
public enum TargetNaming {
  /**
   * By {@link TargetPath#localPath}: every target has a name that is safe and its own on every
   * platform, though upper-case letters and odd characters are percent-encoded.
   */
  ENCODED,

  /**
   * By the path of the target as it is. Targets whose names the platform does not have, or that
   * differ in nothing but case or Unicode normalisation, are refused before anything is fetched.
   */
  PLAIN
}
