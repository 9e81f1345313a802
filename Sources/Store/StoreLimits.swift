/// How much the store takes on at once.
package struct StoreLimits: Sendable {
    /// Bodies that wait to be run; the next one is refused.
    package var waitingMax = 4_096
    /// Bodies that share one commit.
    package var bodiesPerCommitMax = 256
    /// How long a body may wait to be begun. Once begun it is waited for: nobody leaves while it may still be committed.
    package var waitMax = Duration.seconds(10)
    package var readersMax = 8
    /// How long bodies are run again after a conflict, a connection that broke before their commit, or a server that cannot be
    /// reached; counted from the first failure. Most restarts of a server fit into it.
    package var repeatingMax = Duration.seconds(3)

    package init() {}
}
