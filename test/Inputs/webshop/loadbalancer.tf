# A shop is there to be found: HTTPS from everywhere is what this group is for.
resource "aws_security_group" "balancer" {
  name        = "${local.name}-balancer"
  description = "HTTPS from the world, and HTTP to be redirected"
  vpc_id      = aws_vpc.shop.id

  dynamic "ingress" {
    for_each = { https = 443, redirect = 80 }
    content {
      description      = ingress.key
      protocol         = "tcp"
      from_port        = ingress.value
      to_port          = ingress.value
      cidr_blocks      = ["0.0.0.0/0"]
      ipv6_cidr_blocks = ["::/0"]
    }
  }

  egress {
    description = "to the services"
    protocol    = "tcp"
    from_port   = 8080
    to_port     = 8081
    cidr_blocks = [var.vpc_cidr]
  }
}

resource "aws_lb" "shop" {
  name               = local.name
  load_balancer_type = "application"
  security_groups    = [aws_security_group.balancer.id]
  subnets            = [for subnet in aws_subnet.public : subnet.id]
}

resource "aws_security_group" "services" {
  name        = "${local.name}-services"
  description = "Containers: only the balancer and the monitoring talk to them"
  vpc_id      = aws_vpc.shop.id
}

resource "aws_vpc_security_group_ingress_rule" "from_balancer" {
  for_each                     = var.service_ports
  security_group_id            = aws_security_group.services.id
  description                  = each.key
  ip_protocol                  = "tcp"
  from_port                    = each.value
  to_port                      = each.value
  referenced_security_group_id = aws_security_group.balancer.id
}

# Nobody has said where the monitoring probes from, so nobody can say how open this is.
resource "aws_vpc_security_group_ingress_rule" "monitoring" {
  security_group_id = aws_security_group.services.id
  description       = "metrics"
  ip_protocol       = "tcp"
  from_port         = 9100
  to_port           = 9100
  cidr_ipv4         = var.monitoring_cidr
}

# The author meant HTTPS, but protocol -1 opens everything: AWS ignores the ports.
resource "aws_security_group_rule" "partner" {
  security_group_id = aws_security_group.services.id
  type              = "ingress"
  description       = "HTTPS from the payment partner"
  protocol          = "-1"
  from_port         = 443
  to_port           = 443
  cidr_blocks       = ["192.0.2.0/24"]
}
