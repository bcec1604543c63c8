// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.server;

import dev.gantry.core.MalformedDataException;
import dev.gantry.core.Text;
import dev.gantry.settings.SettingValue;
import dev.gantry.settings.SettingValue.ListValue;
import dev.gantry.settings.SettingValue.MapValue;
import dev.gantry.settings.SettingValue.StringValue;
import dev.gantry.settings.SettingsJson;
import dev.gantry.settings.api.ReportInfo;
import dev.gantry.settings.api.UpdateStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Routes that make the host do something, and that report. */
final class ActionRoutes {
  private static final String STORAGE = "/actions/ephemeral-storage/";

  private final HostBackend backend;

  ActionRoutes(HostBackend backend) {
    this.backend = backend;
  }

  void addTo(SettingsApi api) {
    api.add(
        "POST",
        "/actions/reboot",
        List.of(),
        "Reboots the host.",
        request -> {
          backend.reboot();
          return ApiResponse.noContent();
        });
    addUpdate(api, "refresh-updates", UpdateStatus.Command.REFRESH, "Looks for updates.");
    addUpdate(
        api,
        "prepare-update",
        UpdateStatus.Command.PREPARE,
        "Writes the chosen update to the other slot.");
    addUpdate(
        api,
        "activate-update",
        UpdateStatus.Command.ACTIVATE,
        "Makes the host boot from the other slot next.");
    addUpdate(
        api,
        "deactivate-update",
        UpdateStatus.Command.DEACTIVATE,
        "Makes the host not boot from the other slot after all.");
    api.add(
        "POST",
        STORAGE + "init",
        List.of(),
        "Makes a file system on ephemeral disks.",
        this::initialize);
    api.add(
        "POST", STORAGE + "bind", List.of(), "Puts directories on ephemeral disks.", this::bind);
    api.add(
        "GET",
        STORAGE + "list-disks",
        List.of("format"),
        "Returns the ephemeral disks.",
        request -> list(request, backend.ephemeralDisks()));
    api.add(
        "GET",
        STORAGE + "list-dirs",
        List.of("format"),
        "Returns the directories that may be put on ephemeral disks.",
        request -> list(request, backend.ephemeralDirectories()));
    api.add(
        "GET",
        "/updates/status",
        List.of(),
        "Says how far an update has come.",
        request ->
            ApiResponse.json(
                UpdateStatusJson.write(
                    backend
                        .updateStatus()
                        .orElseThrow(
                            () ->
                                new BadRequestException(
                                    404,
                                    "Update status is uninitialized, refresh-updates to initialize"
                                        + " it")))));
    api.add("GET", "/report", List.of(), "Returns the reports there are.", request -> reports());
    for (String name : List.of("cis", "fips")) {
      api.add(
          "GET",
          "/report/" + name,
          name.equals("cis") ? List.of("level", "format", "type") : List.of("format"),
          "Makes the report " + name + ".",
          request -> report(request, name));
    }
  }

  private void addUpdate(
      SettingsApi api, String path, UpdateStatus.Command command, String summary) {
    api.add(
        "POST",
        "/actions/" + path,
        List.of(),
        summary,
        request -> {
          backend.run(command);
          return ApiResponse.noContent();
        });
  }

  private ApiResponse initialize(ApiRequest request) throws IOException, BadRequestException {
    MapValue body = body(request);
    String filesystem = text(body.entries().get("filesystem"), "filesystem");
    if (filesystem != null && !Set.of("Xfs", "Ext4").contains(filesystem)) {
      throw new BadRequestException(400, "filesystem is not Xfs or Ext4");
    }
    List<String> disks = texts(body.entries().get("disks"), "disks");
    if (disks.isEmpty() && body.entries().containsKey("disks")) {
      // The backend takes none for all, which is not what an empty list asks for.
      throw new BadRequestException(400, "disks is empty");
    }
    List<String> known = disks.isEmpty() ? disks : backend.ephemeralDisks();
    for (String disk : disks) {
      if (!known.contains(disk)) {
        throw new BadRequestException(400, "unknown disk " + Text.quote(disk));
      }
    }
    backend.initializeEphemeralStorage(filesystem, disks);
    return ApiResponse.noContent();
  }

  private ApiResponse bind(ApiRequest request) throws IOException, BadRequestException {
    SettingValue targets = body(request).entries().get("targets");
    if (targets == null) {
      throw new BadRequestException(400, "targets is missing");
    }
    List<String> directories = texts(targets, "targets");
    List<String> allowed = backend.ephemeralDirectories();
    for (String directory : directories) {
      if (!allowed.contains(directory)) {
        throw new BadRequestException(400, "targets may only be " + String.join(", ", allowed));
      }
    }
    backend.bindEphemeralStorage(directories);
    return ApiResponse.noContent();
  }

  private static MapValue body(ApiRequest request) throws MalformedDataException {
    return SettingsJson.readMapWithNulls("request", request.body()).map();
  }

  private static @Nullable String text(@Nullable SettingValue value, String name)
      throws BadRequestException {
    if (value == null) {
      return null;
    }
    if (value instanceof StringValue text) {
      return text.value();
    }
    throw new BadRequestException(400, name + " is not a string");
  }

  private static List<String> texts(@Nullable SettingValue value, String name)
      throws BadRequestException {
    List<String> all = new ArrayList<>();
    if (value == null) {
      return all;
    }
    if (!(value instanceof ListValue list)) {
      throw new BadRequestException(400, name + " is not a list");
    }
    for (SettingValue item : list.items()) {
      if (!(item instanceof StringValue text)) {
        throw new BadRequestException(400, name + " is not a list of strings");
      }
      all.add(text.value());
    }
    return all;
  }

  private static ApiResponse list(ApiRequest request, List<String> items)
      throws BadRequestException {
    return switch (request.parameter("format").orElse("text")) {
      case "json" -> ApiResponse.json(items);
      case "text" ->
          ApiResponse.text(200, String.join("", items.stream().map(i -> i + "\n").toList()));
      default -> throw new BadRequestException(400, "unsupported format");
    };
  }

  private ApiResponse reports() throws IOException {
    List<SettingValue> all = new ArrayList<>();
    for (ReportInfo report : backend.reports()) {
      all.add(
          SettingValue.map(
              Map.of(
                  "name", SettingValue.of(report.name()),
                  "description", SettingValue.of(report.description()))));
    }
    return ApiResponse.json(new ListValue(all));
  }

  private ApiResponse report(ApiRequest request, String name)
      throws IOException, BadRequestException {
    String format = request.parameter("format").orElse("text");
    if (!format.equals("text") && !format.equals("json")) {
      throw new BadRequestException(400, "unsupported format");
    }
    String report =
        backend
            .report(
                name,
                request.parameter("level").orElse(null),
                request.parameter("type").orElse(null),
                format)
            .orElseThrow(() -> new BadRequestException(404, "There is no report " + name));
    return new ApiResponse(
        200, format.equals("json") ? "application/json" : "text/plain; charset=utf-8", report);
  }
}
