// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.GantryException;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.Text;
import dev.gantry.tuf.TargetPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * The targets role, the roles that it delegates to, and so on, with what they shall say. Bins of
 * succinct delegations are read, and verified, when somebody asks for them; all others at once.
 */
final class RoleTree {
  static final String TARGETS = "targets";

  /** From how many roles on it is worth verifying on several cores. */
  private static final int MANY = 64;

  /** A search for the role of a path goes no deeper: a chain may lead back to where it began. */
  private static final int MAX_DEPTH = 64;

  private final RepositoryState state;
  private final Map<String, TargetsDraft> drafts = new LinkedHashMap<>();
  private final Map<String, Set<String>> delegators = new HashMap<>();
  private final Set<String> binDelegators = new LinkedHashSet<>();

  RoleTree(RepositoryState state) throws IOException {
    this.state = state;
    add(new TargetsDraft(TARGETS, state.file(TARGETS).orElse(null)).want());
    expand(List.of(TARGETS));
  }

  private void add(TargetsDraft draft) throws GantryException {
    drafts.put(draft.role(), draft);
    register(draft);
  }

  private void register(TargetsDraft draft) throws GantryException {
    DelegationTable table = draft.delegations();
    for (String name : table.names()) {
      delegators.computeIfAbsent(name, key -> new LinkedHashSet<>()).add(draft.role());
    }
    if (table.bins().isPresent()) {
      binDelegators.add(draft.role());
    }
  }

  /** Reads the roles that some roles name one by one, then those that these name, and so on. */
  private void expand(List<String> from) throws IOException {
    List<String> level = from;
    while (!level.isEmpty()) {
      Set<String> next = new LinkedHashSet<>();
      for (String role : level) {
        for (String name : draft(role).delegations().names()) {
          if (!drafts.containsKey(name)) {
            next.add(name);
          }
        }
      }
      for (TargetsDraft draft : load(List.copyOf(next))) {
        add(draft);
      }
      level = List.copyOf(next);
    }
  }

  private List<TargetsDraft> load(List<String> roles) throws IOException {
    Map<String, List<RoleKeySet>> keys = new HashMap<>();
    for (String role : roles) {
      keys.put(role, keys(role));
    }
    try {
      return (roles.size() < MANY ? roles.stream() : roles.parallelStream())
          .map(role -> load(role, Objects.requireNonNull(keys.get(role))))
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private TargetsDraft load(String role, List<RoleKeySet> keys) {
    try {
      Optional<SignedFile> read = state.file(role);
      if (read.isEmpty()) {
        read = state.load(role, keys);
      }
      return new TargetsDraft(role, read.orElse(null));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the roles that were read or made, in the order of delegation. */
  Collection<TargetsDraft> drafts() {
    return Collections.unmodifiableCollection(drafts.values());
  }

  /** Tells whether there is a role, without reading it. */
  boolean contains(String role) throws GantryException {
    return drafts.containsKey(role) || binDelegator(role).isPresent();
  }

  private Optional<String> binDelegator(String role) throws GantryException {
    for (String delegator : binDelegators) {
      if (known(delegator).delegations().keysOf(role).isPresent()) {
        return Optional.of(delegator);
      }
    }
    return Optional.empty();
  }

  /**
   * Returns a role, read now if it is a bin that nobody asked for.
   *
   * @throws IllegalArgumentException if there is none
   */
  TargetsDraft draft(String role) throws IOException {
    TargetsDraft draft = drafts.get(role);
    if (draft == null) {
      if (binDelegator(role).isEmpty()) {
        throw new IllegalArgumentException("there is no targets role " + Text.quote(role));
      }
      draft = load(List.of(role)).get(0);
      add(draft);
      expand(List.of(role));
    }
    return draft;
  }

  private TargetsDraft known(String role) {
    return Objects.requireNonNull(drafts.get(role), role);
  }

  /** Reads every bin that the snapshot lists. */
  void loadAll() throws IOException {
    for (String delegator : List.copyOf(binDelegators)) {
      loadBins(known(delegator).delegations().bins().orElseThrow());
    }
  }

  private void loadBins(BinTable bins) throws IOException {
    List<String> missing = new ArrayList<>();
    for (String file : state.listedNames()) {
      String role = file.substring(0, Math.max(0, file.length() - ".json".length()));
      if (bins.contains(role) && !drafts.containsKey(role)) {
        missing.add(role);
      }
    }
    Collections.sort(missing);
    for (TargetsDraft draft : load(missing)) {
      add(draft);
    }
    expand(missing);
  }

  /** Returns who delegates to a role. */
  Set<String> delegators(String role) throws GantryException {
    Set<String> all = new LinkedHashSet<>(delegators.getOrDefault(role, Set.of()));
    binDelegator(role).ifPresent(all::add);
    return all;
  }

  /** Returns the keys of a delegated role, for each of its delegators. */
  List<RoleKeySet> keys(String role) throws GantryException {
    List<RoleKeySet> keys = new ArrayList<>();
    for (String delegator : delegators(role)) {
      known(delegator).delegations().keysOf(role).ifPresent(keys::add);
    }
    return keys;
  }

  /** Tells whether some chain of delegations trusts a role with a path, all the way up. */
  boolean trusts(String role, TargetPath path) throws IOException {
    return trusts(role, path, new LinkedHashSet<>());
  }

  private boolean trusts(String role, TargetPath path, Set<String> visited) throws IOException {
    if (role.equals(TARGETS)) {
      return true;
    }
    if (!visited.add(role)) {
      return false;
    }
    for (String delegator : delegators(role)) {
      if (draft(delegator).delegations().trusts(role, path) && trusts(delegator, path, visited)) {
        return true;
      }
    }
    return false;
  }

  /** Tells whether there is a terminating delegation at all. */
  boolean terminates() throws GantryException {
    for (TargetsDraft draft : drafts.values()) {
      DelegationTable table = draft.delegations();
      if (table.bins().isPresent()
          || table.roles().values().stream().anyMatch(DelegationTable.Entry::terminating)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Tells whether a client that looks for a path comes to a role (TUF 5.6.7), unless it finds the
   * target before: a terminating delegation may end the search.
   */
  boolean reaches(String role, TargetPath path) throws IOException {
    Set<String> visited = new LinkedHashSet<>();
    Deque<String> ahead = new ArrayDeque<>(List.of(TARGETS));
    while (!ahead.isEmpty()) {
      String next = ahead.pop();
      if (next.equals(role)) {
        return true;
      }
      if (visited.add(next)) {
        List<String> below = new ArrayList<>();
        if (draft(next).delegations().follow(path, below)) {
          ahead.clear();
        }
        Collections.reverse(below);
        below.forEach(ahead::push);
      }
    }
    return false;
  }

  /** Returns the role that a target belongs to: a role, or the bin if the name is their prefix. */
  String resolve(String role, TargetPath path) throws IOException {
    if (!contains(role)) {
      for (String delegator : binDelegators) {
        Optional<BinTable> bins = known(delegator).delegations().bins();
        if (bins.isPresent() && bins.get().prefix().equals(role)) {
          return bins.get().nameFor(path);
        }
      }
    }
    return role;
  }

  /** Returns where a client's search for a path comes first, as deep as delegations lead. */
  String routed(TargetPath path) throws IOException {
    String role = TARGETS;
    for (int depth = 0; depth < MAX_DEPTH; depth++) {
      Optional<String> next = draft(role).delegations().firstFor(path);
      if (next.isEmpty()) {
        return role;
      }
      role = next.get();
    }
    throw new LimitExceededException(
        "depth of the delegations for " + path.value(), MAX_DEPTH, MAX_DEPTH + 1L);
  }

  /** Adds delegations; each new role begins with no targets, or where it was before. */
  void delegate(String delegator, List<Delegation> added) throws IOException {
    TargetsDraft draft = draft(delegator);
    if (draft.delegations().bins().isPresent()) {
      throw new IllegalArgumentException(delegator + " delegates everything to bins already");
    }
    for (Delegation delegation : added) {
      for (String other : delegators(delegation.name())) {
        if (!other.equals(delegator)) {
          throw new IllegalArgumentException(
              other + " delegates to " + delegation.name() + " already");
        }
      }
    }
    change(draft, Optional.of(DelegationsJson.with(draft.delegationsJson(), added)));
    for (Delegation delegation : added) {
      if (!drafts.containsKey(delegation.name())) {
        add(new TargetsDraft(delegation.name(), null).want());
      }
    }
  }

  /** Delegates everything to bins; bins that are there already stay, and get the new keys. */
  void delegate(String delegator, SuccinctDelegation bins) throws IOException {
    LimitExceededException.check(
        "bins of " + delegator, 1L << SuccinctDelegation.MAX_CREATED_BITS, 1L << bins.bitLength());
    TargetsDraft draft = draft(delegator);
    DelegationTable old = draft.delegations();
    if (!old.roles().isEmpty()) {
      throw new IllegalArgumentException(delegator + " delegates to roles, which bins exclude");
    }
    boolean same =
        old.bins().isPresent()
            && old.bins().get().prefix().equals(bins.namePrefix())
            && old.bins().get().bitLength() == bins.bitLength();
    if (same) {
      loadBins(old.bins().orElseThrow());
    } else if (old.bins().isPresent()) {
      forgetBins(old.bins().get());
    }
    change(draft, Optional.of(DelegationsJson.bins(draft.delegationsJson(), bins)));
    for (String name : draft.delegations().bins().orElseThrow().names()) {
      if (!drafts.containsKey(name)) {
        add(new TargetsDraft(name, null).want());
      }
    }
  }

  private void forgetBins(BinTable bins) throws GantryException {
    for (String role : List.copyOf(drafts.keySet())) {
      if (bins.contains(role)) {
        forget(role);
      }
    }
  }

  private void change(TargetsDraft draft, Optional<ObjectNode> delegations) throws GantryException {
    for (String name : draft.delegations().names()) {
      Set<String> of = delegators.getOrDefault(name, Set.of());
      of.remove(draft.role());
    }
    binDelegators.remove(draft.role());
    draft.delegations(delegations);
    register(draft);
  }

  /** Makes a role say what a document says that was made from it before. */
  void apply(TargetsDraft draft, ObjectNode signed) throws IOException {
    draft.replaceTargets((ObjectNode) signed.get("targets"));
    change(
        draft,
        signed.get("delegations") instanceof ObjectNode delegations
            ? Optional.of(delegations)
            : Optional.empty());
    draft.want();
    expand(List.of(draft.role()));
  }

  /** Replaces a role by a file that somebody else signed. */
  void importFile(TargetsDraft draft, SignedFile file) throws IOException {
    DelegationTable parsed = new TargetsDraft(draft.role(), file).delegations();
    for (String name : draft.delegations().names()) {
      delegators.getOrDefault(name, Set.of()).remove(draft.role());
    }
    binDelegators.remove(draft.role());
    draft.importFile(file);
    if (parsed.bins().isPresent() || !parsed.roles().isEmpty()) {
      register(draft);
      expand(List.of(draft.role()));
    }
  }

  /** Takes every delegation to a role back, and forgets the roles that nobody delegates to then. */
  void undelegate(String role) throws IOException {
    Set<String> from = delegators.getOrDefault(role, Set.of());
    if (from.isEmpty()) {
      throw new IllegalArgumentException("nobody delegates to " + Text.quote(role) + " by name");
    }
    for (String delegator : Set.copyOf(from)) {
      TargetsDraft draft = draft(delegator);
      change(draft, DelegationsJson.without(draft.delegationsJson().orElseThrow(), role));
    }
    forget(role);
  }

  /** Takes the delegation to bins back. */
  void undelegateBins(String delegator) throws IOException {
    TargetsDraft draft = draft(delegator);
    BinTable bins =
        draft
            .delegations()
            .bins()
            .orElseThrow(
                () -> new IllegalArgumentException(delegator + " does not delegate to bins"));
    forgetBins(bins);
    change(draft, DelegationsJson.withoutBins(draft.delegationsJson().orElseThrow()));
  }

  private void forget(String first) throws GantryException {
    List<String> gone = new ArrayList<>(List.of(first));
    for (int i = 0; i < gone.size(); i++) {
      TargetsDraft draft = drafts.remove(gone.get(i));
      if (draft == null) {
        continue;
      }
      DelegationTable table = draft.delegations();
      change(draft, Optional.empty());
      for (String name : table.names()) {
        if (delegators(name).isEmpty()) {
          gone.add(name);
        }
      }
      if (table.bins().isPresent()) {
        forgetBins(table.bins().get());
      }
    }
  }

  /** Gives a delegated role, or all bins of a prefix, another key; all its delegators do. */
  void addKey(String role, TufPublicKey key) throws IOException {
    for (TargetsDraft draft : delegating(role)) {
      ObjectNode old = draft.delegationsJson().orElseThrow();
      change(draft, Optional.of(DelegationsJson.withKey(old, role, key)));
    }
  }

  /** Takes a key away from a delegated role, or from all bins of a prefix. */
  void removeKey(String role, String keyId) throws IOException {
    for (TargetsDraft draft : delegating(role)) {
      ObjectNode old = draft.delegationsJson().orElseThrow();
      change(draft, Optional.of(DelegationsJson.withoutKey(old, role, keyId)));
    }
  }

  private List<TargetsDraft> delegating(String role) throws IOException {
    List<TargetsDraft> found = new ArrayList<>();
    for (String delegator : delegators.getOrDefault(role, Set.of())) {
      found.add(draft(delegator));
    }
    for (String delegator : binDelegators) {
      BinTable bins = known(delegator).delegations().bins().orElseThrow();
      if (bins.prefix().equals(role)) {
        loadBins(bins);
        found.add(known(delegator));
      }
    }
    if (found.isEmpty()) {
      throw new IllegalArgumentException("nobody delegates to " + Text.quote(role) + " by name");
    }
    return found;
  }

  /** Returns roles that belong together with those read before it, for a state to come. */
  Set<String> withoutBins() {
    Set<String> names = new LinkedHashSet<>(Set.of(TARGETS, "snapshot", "timestamp"));
    delegators.forEach(
        (role, from) -> {
          if (!from.isEmpty()) {
            names.add(role);
          }
        });
    return names;
  }
}
