/// The subject of a person's identifier: whoever has an account, whatever the data say of him.
package enum Person {}
