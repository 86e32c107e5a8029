/// The version of hornbook that `--version` prints and that the files it writes name.
package let programVersion = "0.1.0"
