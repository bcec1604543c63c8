// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.api;

import dev.gantry.core.MalformedDataException;
import dev.gantry.core.Text;
import dev.gantry.core.Version;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The part of a host's API that is about updates. Methods throw as those of {@link HostApiClient}
 * do; a host refuses with status 423 while another command runs, with 409 if the command does not
 * fit its state, and with 404 if there is no update or no staged image. Safe for use by many
 * threads.
 */
public final class HostUpdates {
  private static final String STATUS = "GET /updates/status";

  private final HttpCalls calls;

  HostUpdates(HttpCalls calls) {
    this.calls = calls;
  }

  /**
   * Tells the host to do something about updates ({@code POST /actions/refresh-updates}, {@code
   * prepare-update}, {@code activate-update} or {@code deactivate-update}). The host answers when
   * the command has started.
   *
   * @param command the command
   * @throws IOException see the class
   */
  public void run(UpdateStatus.Command command) throws IOException {
    String ending = command == UpdateStatus.Command.REFRESH ? "-updates" : "-update";
    calls.send("POST", "/actions/" + command.wireName() + ending, Map.of(), null);
  }

  /**
   * Returns how far an update has come ({@code GET /updates/status}).
   *
   * @return the status, or empty if the host has not looked for updates yet
   * @throws IOException see the class
   */
  public Optional<UpdateStatus> status() throws IOException {
    String text;
    try {
      text = calls.send("GET", "/updates/status", Map.of(), null);
    } catch (HostApiException e) {
      if (e.status() == 404) {
        return Optional.empty();
      }
      throw e;
    }
    Answer answer = Answer.read(STATUS, text);
    List<Version> versions = new ArrayList<>();
    for (String version : answer.texts("available_updates")) {
      versions.add(version("available_updates", version));
    }
    Optional<Answer> chosen = answer.object("chosen_update");
    Optional<Answer> active = answer.object("active_partition");
    Optional<Answer> staging = answer.object("staging_partition");
    Optional<Answer> command = answer.object("most_recent_command");
    return Optional.of(
        new UpdateStatus(
            answer.choice(
                "update_state", UpdateStatus.State.values(), UpdateStatus.State::wireName),
            versions,
            chosen.isPresent() ? image(chosen.get()) : null,
            active.isPresent() ? staged(active.get()) : null,
            staging.isPresent() ? staged(staging.get()) : null,
            command.isPresent() ? result(command.get()) : null));
  }

  private static UpdateStatus.Image image(Answer answer) throws MalformedDataException {
    return new UpdateStatus.Image(
        answer.text("arch"), version("version", answer.text("version")), answer.text("variant"));
  }

  private static UpdateStatus.StagedImage staged(Answer answer) throws MalformedDataException {
    Answer image =
        answer.object("image").orElseThrow(() -> malformed("image", "nothing", "an object"));
    return new UpdateStatus.StagedImage(image(image), answer.truth("next_to_boot"));
  }

  private static UpdateStatus.CommandResult result(Answer answer) throws MalformedDataException {
    return new UpdateStatus.CommandResult(
        answer.choice("cmd_type", UpdateStatus.Command.values(), UpdateStatus.Command::wireName),
        answer.choice("cmd_status", UpdateStatus.Outcome.values(), UpdateStatus.Outcome::wireName),
        time(answer.text("timestamp")),
        answer.has("exit_status") ? answer.integer("exit_status") : null,
        answer.textOrNull("stderr"));
  }

  private static Instant time(String text) throws MalformedDataException {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw malformed("timestamp", Text.quote(text), "a time (RFC 3339)");
    }
  }

  private static Version version(String field, String text) throws MalformedDataException {
    try {
      return Version.parse(text);
    } catch (IllegalArgumentException e) {
      throw malformed(field, Text.quote(text), "a semantic version");
    }
  }

  private static MalformedDataException malformed(String field, String found, String expected) {
    return new MalformedDataException(
        "HOST_API_ANSWER", STATUS, MalformedDataException.UNKNOWN_OFFSET, field, found, expected);
  }
}
