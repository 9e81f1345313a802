extension Desk {
    /// Shell that stops at what fails, in which `serve` starts the server on a free port, as `$SERVER`, with its address as `$url`,
    /// and `finish` ends it.
    ///
    /// What a failing script leaves running ends with the shell. The limit is for a shell that is killed, and long: behind the other
    /// tests a script can take ten times as long as alone.
    static let service = """
        set -e
        serve() {
            : > log
            TEKEN_LISTEN=${LISTEN:-127.0.0.1:0} timeout -s KILL ${SERVED:-1200} $TEKEN serve --data data 2>log &
            SERVER=$!
            until grep -q 'serving on' log; do kill -0 $SERVER; sleep 0.05; done
            url=http://$(sed -n 's/.*serving on //p' log)
        }
        # The program itself, and not the one that watches its time.
        finish() { pkill -TERM -P $SERVER teken; wait $SERVER; }
        trap 'test -z "$SERVER" || pkill -KILL -P $SERVER teken || true' EXIT

        """
}
