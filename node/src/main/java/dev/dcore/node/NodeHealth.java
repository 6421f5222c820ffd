package dev.dcore.node;

/// How well a node is, as it thinks itself.
///
/// @param viewAgreement what share of the peers that it heard last hold just its view of the
///   members, from 0 to 1; 1 when it has heard none
/// @param localHealth how many signs there are that it is itself at fault when others do not
///   answer; 0 is well, and each makes it slower to accuse
public record NodeHealth(double viewAgreement, int localHealth) {}
