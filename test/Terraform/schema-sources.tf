# Where modules come from, as far as the address tells.
# RUN: split-file %s %t && %verify %t
#--- main.tf
module "folder-with-version" {
  source  = "./child"
  #         ^^^^^^^^^ warning[E383]: a module with a version comes from a registry, not from a folder
  version = "1.0.0"
}
module "host" {
  source  = "---.com/HashiCorp/Consul/aws"
  #         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning[E383]: the registry's host name is not valid
  #         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note[E315]: module '---.com/HashiCorp/Consul/aws' is not on disk
  version = "not 1"
  #         ^^^^^^^ warning[E382]: this is no version constraint
}
module "computed-version" {
  source  = "./child"
  version = local.version
}
locals { version = null }
module "bare-folder" {
  source = "modules/child"
  #        ^^^^^^^^^^^^^^^ warning[E383]: a folder is written './…' or '../…'
  #        ^^^^^^^^^^^^^^^ note[E315]: module 'modules/child' is not on disk
}
module "list" {
  source = ["./child"]
  #        ^^^^^^^^^^^ warning[E358]: 'source' must be a string
  #        ^^^^^^^^^^^ warning[E311]: the source of module 'list' is not a constant string
}
module "secret" {
  source  = sensitive("hostname/namespace/name/system")
  #         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning[E384]: 'source' cannot be sensitive
  #         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning[E311]: the source of module 'secret' is not a constant
  version = sensitive("1.0.0")
  #         ^^^^^^^^^^^^^^^^^^ warning[E382]: a version constraint cannot be sensitive
}
#--- child/main.tf
locals {}
