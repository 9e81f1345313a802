import Store

extension Command {
    static let storeCreate = Command(
        name: ["store", "create"], summary: "make the tables and the audit log of a new installation",
        operands: [], options: DataFolder.options,
        notes: ["The folder is made if it is not there. What is there already is never touched."]
    ) { arguments in
        let store = try DataFolder.made(arguments).createStore()
        store.close()
        Console.note("teken: created store \(store.installation.id)")
    }
}
