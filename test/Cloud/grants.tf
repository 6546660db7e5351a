# Each grant of a list stands for itself; users by id are not public.
# RUN: split-file %s %t && %verify %t
#--- main.tf
resource "aws_s3_bucket_acl" "a" {
  bucket = "example"
  access_control_policy {
    owner {
      id = "0a1b"
    }
    grant {
      permission = "FULL_CONTROL"
      grantee {
        type = "CanonicalUser"
        id   = "0a1b"
      }
    }
    grant {
      permission = "READ_ACP"
      grantee {
        type = "Group"
        uri  = "http://acs.amazonaws.com/groups/global/AllUsers"
        #      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning[IAM251]: lets everyone on the internet see who may do what
      }
    }
    grant {
      permission = "READ"
      grantee {
        type = "Group"
        uri  = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"
        #      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[IAM252]: lets every AWS account, not only yours, read aws_s3_bucket_acl.a
      }
    }
  }
}
