variable "region" {
  type    = string
  default = "eu-west-1"
}

variable "environment" {
  type    = string
  default = "staging"
}

variable "vpc_cidr" {
  type    = string
  default = "10.20.0.0/16"
}

variable "admin_cidrs" {
  description = "Networks that may log in to the bastion."
  type        = list(string)
}

variable "monitoring_cidr" {
  description = "Where the monitoring company probes from; set per environment."
  type        = string
}

variable "service_ports" {
  type = map(number)
  default = {
    catalogue = 8080
    checkout  = 8081
  }
}
