public import Measurement

/// A JSON document that carries the number of its layout.
public protocol VersionedDocument: Codable, Sendable {
  /// The layout that this build writes, and the only one it reads.
  static var currentVersion: Int { get }
  /// The layout of this document.
  var version: Int { get }
}

extension CallRecord: VersionedDocument {}
extension ParticipantRecord: VersionedDocument {}
extension RunHeader: VersionedDocument {}
extension RunHealth: VersionedDocument {}
extension RunSummary: VersionedDocument {}
extension RunChecks: VersionedDocument {}
