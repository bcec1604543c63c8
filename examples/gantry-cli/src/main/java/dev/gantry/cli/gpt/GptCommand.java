// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.gpt;

import picocli.CommandLine.Command;

/** {@code gantry gpt}. */
@Command(
    name = "gpt",
    description = "Shows, checks, changes and repairs GPT partition tables.",
    footer = {
      "",
      "gantry gpt   sgdisk            sfdisk             cgpt",
      "show         -p, -i            --list, --dump     show",
      "verify       -v                --verify           show",
      "free         -p, -F, -E        --list-free        -",
      "create       -o, -S, -U        (script)           create",
      "add          -n, -t, -c, -u    --append           add",
      "delete       -d                --delete           add -t unused",
      "resize       -d and -n         -N                 add -s",
      "set          -t, -c, -u, -U    --part-type, ...   add -t -l -u, edit -u",
      "attributes   -A                --part-attrs       add -A, -P, -T, -S",
      "grow         -e                --relocate         -",
      "sort         -s                --reorder          -",
      "swap         -r                -                  -",
      "new-guids    -G                -                  -",
      "repair       (at any write)    (at any write)     repair",
      "backup       -b                --dump             -",
      "restore      -l                (script)           -",
      "",
      "Unlike with these, a change of a table is safe against a power cut at any",
      "moment, and a disk whose copies are both bad is never written."
    },
    subcommands = {
      ShowCommand.class,
      VerifyCommand.class,
      FreeCommand.class,
      PlanCommand.class,
      ApplyCommand.class,
      CreateCommand.class,
      AddCommand.class,
      DeleteCommand.class,
      ResizeCommand.class,
      SetCommand.class,
      AttributesCommand.class,
      GrowCommand.class,
      SortCommand.class,
      SwapCommand.class,
      NewGuidsCommand.class,
      RepairCommand.class,
      BackupCommand.class,
      RestoreCommand.class
    })
public final class GptCommand {
  /** Called by the command line. */
  public GptCommand() {}
}
