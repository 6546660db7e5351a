variable "name" {
  type = string
}

variable "vpc_id" {
  type = string
}

variable "subnet_id" {
  type = string
}

variable "ssh_from" {
  description = "Networks that may open SSH."
  type        = list(string)
}
